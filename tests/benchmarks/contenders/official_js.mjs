// Runs workloads with the platform's own JavaScript client, like worker.py.
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
    let remaining = amount;
    const task = async () => {
        while (remaining-- > 0) await call();
    };
    await Promise.all(Array.from({ length: tasks }, task));
};

function* blocks(size) {
    for (let sent = 0; sent < size; sent += BLOCK.length) yield BLOCK;
}

const open = [];

// The record of contenders/__init__.py, single and in blocks.
const RECORD = Buffer.from(
    '{"id":1234567,"name":"Lorem ipsum dolor sit amet","tags":["lorem","ipsum"],"value":0.12,"unit":"g"}\n'
);
const RECORDS_IN_BLOCK = 655;
const RECORD_BLOCK = Buffer.concat(Array(RECORDS_IN_BLOCK).fill(RECORD));

function* records(count) {
    for (let sent = 0; sent < count; sent++) yield RECORD;
}

function* recordBlocks(count) {
    for (let sent = 0; sent < count; sent += RECORDS_IN_BLOCK) yield RECORD_BLOCK;
}

const NDJSON = { type: "application/x-ndjson", end: true };
let program;

const startProgram = async () => {
    const [{ id }] = await host.listSequences();
    program = await host.getSequenceClient(id).start({ appConfig: {}, args: [] });
    const stderr = await program.getStream("stderr");
    await new Promise((resolve) => stderr.once("data", resolve)); // wait until it runs
    stderr.destroy();
};

const exchange = (data) => async (count) => {
    const sent = program.sendInput(Readable.from(data(count)), {}, NDJSON);
    const output = await program.getStream("output");
    let received = 0;
    for await (const line of createInterface({ input: output })) {
        JSON.parse(line);
        received++;
    }
    await sent;
    if (received !== count) throw new Error(`${count} records were sent to the program, ${received} were received`);
};

const JOB = '{"id":1}\n{"id":2}\n';
const END_POLL = 50; // ms

// Start, two records, the result, and the end. The client has no method that waits for the end.
let sequence;
const smallJob = async () => {
    sequence ??= host.listSequences().then(([{ id }]) => host.getSequenceClient(id));
    const instance = await (await sequence).start({ appConfig: {}, args: [] });
    await instance.getHealth(); // a hub of 0.18.7 repeats earlier input
    const sent = instance.sendInput(JOB, {}, NDJSON);
    const output = await instance.getStream("output");
    let received = 0;
    for await (const line of createInterface({ input: output })) {
        JSON.parse(line);
        received++;
    }
    await sent;
    if (received !== 2) throw new Error(`2 records were sent to the program, ${received} were received`);
    await instance.kill();
    for (;;) {
        try {
            const { status } = await instance.getInfo();
            if (status === "completed" || status === "errored") return;
        } catch {
            return; // a hub of 0.18.7 deletes the instance
        }
        await new Promise((resolve) => setTimeout(resolve, END_POLL));
    }
};

const works = {
    small_job: repeat(smallJob),
    call: repeat(() => host.getVersion()),
    instances: repeat(() => host.listInstances()),
    async download(size) {
        const stream = await host.getInstanceClient(String(size)).getStream("output");
        for await (const _ of stream);
    },
    async upload(size) {
        await host.getInstanceClient("any").sendInput(Readable.from(blocks(size)));
    },
    async send_records(count) {
        await host.getInstanceClient("any").sendInput(Readable.from(records(count)), {}, NDJSON);
    },
    exchange_records: exchange(records),
    exchange_blocks: exchange(recordBlocks),
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
    if (work.startsWith("exchange_")) await startProgram(); // an instance supports one exchange
    const answer = await measured(() => works[work](amount, tasks));
    for (const stream of open.splice(0)) stream.destroy();
    console.log(JSON.stringify(answer));
}
process.exit(0);
