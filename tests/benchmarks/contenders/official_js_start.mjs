// The cost of loading the official JavaScript client and of its first call.
import { readFileSync } from "node:fs";

const seconds = () => {
    const { user, system } = process.cpuUsage();
    return (user + system) / 1e6;
};
const url = process.argv[2];
const times = [seconds()];
const { HostClient } = await import("@scramjet/api-client");
times.push(seconds());
const host = new HostClient(url);
times.push(seconds());
new HostClient(url);
times.push(seconds());
await host.getVersion();
times.push(seconds());
let memory = process.resourceUsage().maxRSS * 1024;
try {
    memory = Number(/^VmHWM:\s+(\d+)/m.exec(readFileSync("/proc/self/status", "ascii"))[1]) * 1024;
} catch {
    // not Linux
}
console.log(JSON.stringify([...times, memory]));
process.exit(0);
