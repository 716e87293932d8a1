// The official JavaScript clients, on their journey through a platform: node journey.mjs URL TOKEN
// Prints what came back as one line of JSON.
import { Readable } from "node:stream";

import { ClientUtils } from "@scramjet/client-utils";
import { MiddlewareClient } from "@scramjet/middleware-api-client";

const [url, token] = process.argv.slice(2);
const seen = {};

async function read(stream, text) {
    let came = "";

    for await (const chunk of stream) {
        came += chunk;
        if (text && came.includes(text)) break;
    }
    return came;
}

ClientUtils.setDefaultHeaders({ Authorization: `Bearer ${token}` });
const middleware = new MiddlewareClient(url);

seen.version = (await middleware.getVersion()).service;
const [space] = await middleware.getManagers();
const manager = middleware.getManagerClient(space.id);
const [hub] = await manager.getHosts();
const host = manager.getHostClient(hub.id);

seen.hub = (await host.getVersion()).version;
seen.load = (await host.getLoadCheck()).avgLoad;
seen.api = (await host.getConfig()).host.apiBase;
const [listed] = await host.listSequences();
const sequence = host.getSequenceClient(listed.id);
const instance = await sequence.start({ appConfig: { greeting: "Hello" }, args: [1] });

seen.info = (await instance.getInfo()).appConfig;
seen.healthy = (await instance.getHealth()).healthy;
seen.instances = (await host.listInstances()).map(one => one.id === instance.id);
await instance.sendEvent("ping", { a: 1 });
seen.event = await instance.getEvent("pong");
await instance.sendInput(Readable.from(["Ada\n", "Alan\n"]), {}, { type: "text/plain", end: true });
seen.output = await read(await instance.getStream("output"));
seen.stdout = await read(await instance.getStream("stdout"));
await host.sendNamedData("names", Readable.from(['{"a":1}\n']), {}, "application/x-ndjson", true);
seen.topic = await read(await host.getNamedData("names"), "\n");
seen.topics = (await host.getTopics()).map(topic => topic.topic);
const other = await sequence.start({});

await other.kill();
do seen.end = (await other.getInfo()).terminated;
while (!seen.end);
process.stdout.write(`${JSON.stringify(seen)}\n`, () => process.exit());
