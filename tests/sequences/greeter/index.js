"use strict";

const { Readable } = require("stream");

async function* greet(input) {
    let rest = "";

    for await (const chunk of input) {
        // An object comes from application/x-ndjson; everything else is a piece of text.
        const lines = (rest + (chunk.name ? `${chunk.name}\n` : chunk)).split("\n");

        rest = lines.pop();
        for (const name of lines) yield `Hello, ${name}!\n`;
    }
    if (rest) yield `Hello, ${rest}!\n`;
}

/** Input: a name a line, or, as application/x-ndjson, {"name": NAME} a line. */
module.exports = function(input) {
    console.log("greeter: ready");
    console.error("greeter: waiting for names");
    // A stream of its own, since the runner would write what a generator yields as JSON.
    return Readable.from(greet(input));
};
