"use strict";

const { Readable } = require("stream");

async function* answer(input, config) {
    let count = 0;

    for await (const record of input) {
        if (count++ === config.failAfter) throw new Error("failed on purpose");
        yield `${JSON.stringify({ ...record, seen: true })}\n`;
        if (count === config.endAfter) return;
    }
}

/** Input: application/x-ndjson. Ends or fails after the number of records in appConfig. */
module.exports = function(input) {
    console.error("records: started");
    return Readable.from(answer(input, this.config ?? {}));
};
