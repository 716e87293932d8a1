// Uses the official JavaScript clients with a platform: node journey.mjs URL TOKEN
// Prints the results as one line of JSON.
import { Readable } from "node:stream";

import { ClientUtils } from "@scramjet/client-utils";
import { MiddlewareClient } from "@scramjet/middleware-api-client";

const [url, token] = process.argv.slice(2);
const results = {};

async function read(stream, end) {
    let text = "";

    for await (const chunk of stream) {
        text += chunk;
        if (end && text.includes(end)) break;
    }
    return text;
}

ClientUtils.setDefaultHeaders({ Authorization: `Bearer ${token}` });
const middleware = new MiddlewareClient(url);

results.version = (await middleware.getVersion()).service;
const [space] = await middleware.getManagers();
const manager = middleware.getManagerClient(space.id);
const [hub] = await manager.getHosts();
const host = manager.getHostClient(hub.id);

results.hub = (await host.getVersion()).version;
results.load = (await host.getLoadCheck()).avgLoad;
results.api = (await host.getConfig()).host.apiBase;
const [listed] = await host.listSequences();
const sequence = host.getSequenceClient(listed.id);
const instance = await sequence.start({ appConfig: { greeting: "Hello" }, args: [1] });

results.info = (await instance.getInfo()).appConfig;
results.healthy = (await instance.getHealth()).healthy;
results.instances = (await host.listInstances()).map(one => one.id === instance.id);
await instance.sendEvent("ping", { a: 1 });
results.event = await instance.getEvent("pong");
await instance.sendInput(Readable.from(["Ada\n", "Alan\n"]), {}, { type: "text/plain", end: true });
results.output = await read(await instance.getStream("output"));
results.stdout = await read(await instance.getStream("stdout"));
await host.sendNamedData("names", Readable.from(['{"a":1}\n']), {}, "application/x-ndjson", true);
results.topic = await read(await host.getNamedData("names"), "\n");
results.topics = (await host.getTopics()).map(topic => topic.topic);
const other = await sequence.start({});

await other.kill();
do results.end = (await other.getInfo()).terminated;
while (!results.end);
process.stdout.write(`${JSON.stringify(results)}\n`, () => process.exit());
