"use strict";

const { Readable } = require("stream");

async function* greet(input) {
    let rest = "";

    for await (const chunk of input) {
        // application/x-ndjson results in objects; other types in parts of text.
        const lines = (rest + (chunk.name ? `${chunk.name}\n` : chunk)).split("\n");

        rest = lines.pop();
        for (const name of lines) yield `Hello, ${name}!\n`;
    }
    if (rest) yield `Hello, ${rest}!\n`;
}

/** Input: lines with a name, or, as application/x-ndjson, lines with {"name": NAME}. */
module.exports = function(input) {
    console.log("greeter: ready");
    console.error("greeter: waiting for names");
    // A stream, because the runner would write the values of a generator as JSON.
    return Readable.from(greet(input));
};
