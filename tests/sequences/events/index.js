"use strict";

const { PassThrough } = require("stream");

module.exports = function() {
    const output = new PassThrough();

    this.on("ping", message => {
        this.emit("pong", { got: message });
        output.write(`ping ${JSON.stringify(message)}\n`);
    });
    return output;
};
