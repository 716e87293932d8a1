"use strict";

const { Readable } = require("stream");
const { setTimeout: sleep } = require("timers/promises");

async function* tick(interval) {
    for (let n = 0; ; n++) {
        yield `tick ${n}\n`;
        await sleep(interval);
    }
}

/** The interval in ms: appConfig.interval, otherwise the first argument, otherwise 200. */
module.exports = function(_input, interval = 200) {
    return Readable.from(tick(this.config?.interval ?? interval));
};
