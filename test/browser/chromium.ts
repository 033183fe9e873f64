// SPDX-License-Identifier: MIT
/**
 * Debian's Chromium without a window and with a new profile. One server is its proxy, so that it
 * reaches nothing else, and everything that its pages and their workers ask for is noted.
 */
import { existsSync } from "node:fs";
import { type Browser, type BrowserContext, chromium } from "playwright-core";

const executablePath = "/usr/bin/chromium";

const flags = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

/** Why tests in Chromium are skipped; a full run never skips them. */
export const skipReason: string | false =
  existsSync(executablePath) || process.env["CI"] === "full"
    ? false
    : "Chromium is not installed (apt-get install chromium)";

/** @param server every request goes there, those to this machine included */
export async function startChromium(server: string): Promise<Browser> {
  return await chromium.launch({
    executablePath,
    args: flags,
    proxy: { server, bypass: "<-loopback>" },
  });
}

/**
 * Addresses that the pages of a context ask for and their workers too, in order; whatever becomes
 * of the request.
 */
export function noteRequests(context: BrowserContext): string[] {
  const asked: string[] = [];
  context.on("request", (request) => {
    if (/^(?:https?|wss?|ftp|file):/.test(request.url())) asked.push(request.url());
  });
  context.on("page", (page) => {
    page.on("websocket", (socket) => asked.push(socket.url()));
  });
  return asked;
}

/** The browser itself looks for updates and for who is signed in; no flag turns that off. */
export function isBrowsersOwn(address: string): boolean {
  const host = /^\w+ (?:\w+:\/\/)?([^/:]+)/.exec(address)?.[1] ?? "";
  return /(?:^|\.)(?:google|googleapis|gstatic|gvt1)\.com$/.test(host);
}
