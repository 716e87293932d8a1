"use strict";

const { setTimeout: sleep } = require("timers/promises");

module.exports = async function() {
    console.log("crasher: about to fail");
    await sleep(300);
    throw new Error("crashed on purpose");
};
