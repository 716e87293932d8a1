// Starts a real hub for the tests: node start.mjs FOLDER [REQUEST_TIMEOUT]
// Prints one JSON line when the API is ready. Exits, with all its instances, on SIGTERM or when its
// stdin is closed, which happens even if the test process is killed.
import { once } from "node:events";
import { rmSync, writeSync } from "node:fs";
import http from "node:http";

import { startHost } from "@scramjet/host";
import { ConfigService } from "@scramjet/sth-config";

const folder = process.argv[2];
// Milliseconds after which Node ends a request; by default it does after 300 s.
const requestTimeout = Number(process.argv[3] ?? 0);
// The hub logs to process.stdout, which is reserved for the ready line.
Object.defineProperty(process, "stdout", { value: process.stderr });

const config = new ConfigService({
    runtimeAdapter: "process",
    sequencesRoot: folder,
    host: { hostname: "127.0.0.1" },
    // The minimum, so that the hub starts instances on a busy machine too.
    instanceRequirements: { freeMem: 1, cpuLoad: 1, freeSpace: 1 },
}).getConfig();
// ConfigService ignores falsy values, so these are set on its result.
config.logColors = false;
config.telemetry = { ...config.telemetry, status: false }; // it would resolve public host names
config.host.port = 0;
config.host.instancesServerPort = { host: "127.0.0.1", port: 0 };

if (requestTimeout) {
    const { createServer } = http;
    const connectionsCheckingInterval = requestTimeout / 20;

    http.createServer = () => createServer({ requestTimeout, connectionsCheckingInterval });
}

const host = await startHost({}, config);
// Runners receive this port when they start, so it can be set now that it is known.
config.host.instancesServerPort = host.socketServer.server.address().port;

function killRunners() {
    const runners = Object.values(host.instancesStore)
        .map(instance => instance._instanceAdapter?.runnerProcess)
        .filter(runner => runner && runner.exitCode === null && runner.signalCode === null);

    runners.forEach(runner => runner.kill("SIGKILL"));
    return runners;
}

async function stop() {
    // The hub must wait for its runners, which could become zombies otherwise.
    await Promise.all(killRunners().map(runner => once(runner, "exit")));
    process.exit();
}

// Also after a crash of the hub, or a start during stop().
process.on("exit", () => {
    killRunners();
    rmSync(folder, { recursive: true, force: true });
});
process.on("SIGTERM", stop);
process.stdin.on("end", stop).resume();

const { port } = host.api.server.address();

writeSync(1, `${JSON.stringify({ apiBase: `http://127.0.0.1:${port}${config.host.apiBase}` })}\n`);
