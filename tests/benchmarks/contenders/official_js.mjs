// The platform's own JavaScript client, doing what it is told: worker.py's twin.
import { readFileSync } from "node:fs";
import { createInterface } from "node:readline";
import { Readable } from "node:stream";
import { HostClient } from "@scramjet/api-client";

const BLOCK = Buffer.alloc(65536);
const host = new HostClient(process.argv[2]);

const memory = (name) => {
    try {
        const status = readFileSync("/proc/self/status", "ascii");
        return Number(new RegExp(`^${name}:\\s+(\\d+)`, "m").exec(status)[1]) * 1024;
    } catch {
        return process.resourceUsage().maxRSS * 1024;
    }
};

const measured = async (work) => {
    const before = memory("VmRSS");
    const cpu = process.cpuUsage();
    const wall = performance.now();
    await work();
    const used = process.cpuUsage(cpu);
    return {
        wall: (performance.now() - wall) / 1e3,
        cpu: (used.user + used.system) / 1e6,
        growth: memory("VmHWM") - before,
        held: memory("VmRSS") - before,
    };
};

const repeat = (call) => async (amount, tasks) => {
    let left = amount;
    const task = async () => {
        while (left-- > 0) await call();
    };
    await Promise.all(Array.from({ length: tasks }, task));
};

function* blocks(size) {
    for (let sent = 0; sent < size; sent += BLOCK.length) yield BLOCK;
}

const open = [];

const works = {
    call: repeat(() => host.getVersion()),
    instances: repeat(() => host.listInstances()),
    async download(size) {
        const stream = await host.getInstanceClient(String(size)).getStream("output");
        for await (const _ of stream);
    },
    async upload(size) {
        await host.getInstanceClient("any").sendInput(Readable.from(blocks(size)));
    },
    async ndjson(size) {
        const stream = await host.getInstanceClient(String(size)).getStream("output");
        for await (const line of createInterface({ input: stream })) JSON.parse(line);
    },
    async hold(count) {
        for (let number = 0; number < count; number++) {
            const stream = await host.getLogStream();
            await new Promise((resolve) => stream.once("data", resolve));
            open.push(stream);
        }
    },
};

for await (const line of createInterface({ input: process.stdin })) {
    const { work, amount, tasks } = JSON.parse(line);
    const answer = await measured(() => works[work](amount, tasks));
    for (const stream of open.splice(0)) stream.destroy();
    console.log(JSON.stringify(answer));
}
process.exit(0);
