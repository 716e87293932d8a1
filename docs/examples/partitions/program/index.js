"use strict";

const { PassThrough } = require("stream");

/** Input: text/plain. Output: the length of each line. */
module.exports = function(input) {
    const output = new PassThrough();
    let rest = "";

    input.on("data", piece => {
        const lines = (rest + piece).split("\n");

        rest = lines.pop();
        lines.forEach(line => output.write(`${line.length}\n`));
    });
    input.on("end", () => output.end());
    console.log("ready");
    return output;
};
