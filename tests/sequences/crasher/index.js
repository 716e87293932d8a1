"use strict";

/** Fails after a line of stdin; until then its streams can be opened. */
module.exports = async function() {
    console.log("crasher: about to fail");
    for await (const _ of process.stdin) throw new Error("crashed on purpose");
};
