// Checks every page of the built site in a browser: node check.mjs SITE SCREENSHOTS CHROMIUM
// Prints one line for each problem, and exits with 1 if there is any.
import { mkdirSync, readdirSync } from "node:fs";
import { createRequire } from "node:module";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";

import puppeteer from "puppeteer-core";

const [site, screenshots, chromium] = process.argv.slice(2).map(part => resolve(part));
const axe = createRequire(import.meta.url).resolve("axe-core/axe.min.js");
const WIDE = { width: 1440, height: 1000 };
const NARROW = { width: 390, height: 844 };
const VIEWS = [
    { name: "wide-light", size: WIDE, scheme: "light" },
    { name: "wide-dark", size: WIDE, scheme: "dark" },
    { name: "narrow-light", size: NARROW, scheme: "light" },
    { name: "narrow-dark", size: NARROW, scheme: "dark" },
];
// Pages of each kind, for the screenshots.
const SCREENSHOT_PAGES = [
    "index", "get_a_hub", "start", "platform", "guide/records", "guide/streams", "guide/errors",
    "guide/from_javascript", "cookbook/index", "reference/instance_client", "specs/host", "costs", "search",
];
const SERIOUS = ["serious", "critical"];

mkdirSync(screenshots, { recursive: true });
const pages = readdirSync(site, { recursive: true, encoding: "utf-8" })
    .filter(name => name.endsWith(".html") && !name.startsWith("_"))
    .sort();
const problems = new Set();
const browser = await puppeteer.launch({
    executablePath: chromium,
    args: ["--no-sandbox", "--disable-gpu", "--allow-file-access-from-files"],
});

function note(page, view, text) {
    problems.add(`${page} (${view}): ${text}`);
}

async function open(view) {
    const page = await browser.newPage();
    const view_page = { page, name: "", go: async (name, query = "") => {
        view_page.name = name;
        await page.goto(pathToFileURL(join(site, name)).href + query, { waitUntil: "load" });
    } };

    page.on("console", message => {
        if (["error", "warn"].includes(message.type())) note(view_page.name, view.name, `console: ${message.text()}`);
    });
    page.on("pageerror", error => note(view_page.name, view.name, `error: ${error.message}`));
    page.on("request", request => {
        // The site must work without a network.
        if (!/^(file|data|blob):/.test(request.url())) note(view_page.name, view.name, `requests ${request.url()}`);
    });
    page.on("requestfailed", request => note(view_page.name, view.name, `cannot load ${request.url()}`));
    await page.setViewport(view.size);
    await page.emulateMediaFeatures([{ name: "prefers-color-scheme", value: view.scheme }]);
    return view_page;
}

async function checkAll(view) {
    const view_page = await open(view);
    const { page } = view_page;

    for (const name of pages) {
        const plain = name.replace(/\.html$/, "");

        await view_page.go(name);
        if (SCREENSHOT_PAGES.includes(plain)) {
            await page.screenshot({
                path: join(screenshots, `${plain.replaceAll("/", "-")}-${view.name}.png`),
                captureBeyondViewport: true,
                clip: { x: 0, y: 0, width: view.size.width, height: 2500 },
            });
        }
        await page.addScriptTag({ path: axe });
        const found = await page.evaluate(() => window.axe.run(document, { resultTypes: ["violations"] }));

        for (const { id, impact, nodes } of found.violations.filter(one => SERIOUS.includes(one.impact))) {
            note(name, view.name, `${impact}: ${id}: ${nodes[0].target} (${nodes.length} times)`);
        }
        const over = await page.evaluate(
            () => document.documentElement.scrollWidth - document.documentElement.clientWidth
        );

        if (over > 0) note(name, view.name, `wider than the window by ${over} pixels`);
    }
    await page.close();
}

for (const view of VIEWS) await checkAll(view);

// The search works without a server.
const search = await open(VIEWS[0]);

await search.go("search.html", "?q=retries");
try {
    await search.page.waitForSelector("#search-results li a", { timeout: 10000 });
} catch {
    note("search.html", VIEWS[0].name, "has no results for retries");
}
await search.page.screenshot({ path: join(screenshots, "search-results.png") });
await browser.close();
for (const problem of problems) console.log(problem);
console.log(`${pages.length} pages checked, ${problems.size} problems; screenshots in ${screenshots}`);
process.exit(problems.size ? 1 : 0);
