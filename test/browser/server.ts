// SPDX-License-Identifier: MIT
/**
 * Serves the page, compiled modules, images and scenarios to a browser, and is the browser's proxy
 * as well, which refuses whatever is for somebody else.
 */
import { readFileSync } from "node:fs";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { Images } from "./images.ts";
import { WebModules } from "./modules.ts";

export interface WebServer {
  /** "http://127.0.0.1:40123" */
  readonly origin: string;
  /** Address of the page, without what stands behind "?". */
  readonly page: string;
  /** Paths that were served since the last call, in order. */
  takeServed(): readonly string[];
  /** What was refused since the last call: "GET http://example.org/", "CONNECT example.org:443". */
  takeRefused(): readonly string[];
  close(): void;
}

interface Answer {
  readonly type: string;
  readonly body: string | Uint8Array;
}

const PAGE = "src/web/index.html";

/** Memory is shared between a page and its workers only in an isolated page. */
const HEADERS = {
  "cross-origin-opener-policy": "same-origin",
  "cross-origin-embedder-policy": "require-corp",
  "cache-control": "no-store",
};

export async function startServer(images: Images): Promise<WebServer> {
  const modules = new WebModules();
  const served: string[] = [];
  const refused: string[] = [];
  const server = createServer((request, response) => {
    const { pathname, origin: asked } = new URL(request.url ?? "", origin);
    const answer =
      request.method === "GET" && asked === origin
        ? answerTo(pathname.slice(1), modules, images)
        : undefined;
    if (answer === undefined) refused.push(`${request.method} ${request.url}`);
    else served.push(pathname);
    send(response, answer);
  });
  server.on("connect", (request: IncomingMessage, socket) => {
    refused.push(`CONNECT ${request.url}`);
    socket.end("HTTP/1.1 403 Forbidden\r\n\r\n");
  });
  server.listen(0, "127.0.0.1");
  await new Promise((resolve) => server.once("listening", resolve));
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    origin,
    page: `${origin}/${PAGE}`,
    takeServed: () => served.splice(0),
    takeRefused: () => refused.splice(0),
    close() {
      server.close();
      server.closeAllConnections();
    },
  };
}

/** @param path without the leading slash */
function answerTo(path: string, modules: WebModules, images: Images): Answer | undefined {
  if (path === PAGE) {
    const page = new URL(`../../${PAGE}`, import.meta.url);
    return { type: "text/html", body: readFileSync(page) };
  }
  if (path === "images/manifest.json") {
    return { type: "application/json", body: JSON.stringify(images.manifest) };
  }
  if (path.startsWith("images/")) {
    const bytes = images.bytes.get(path.slice("images/".length));
    return bytes && { type: "application/octet-stream", body: bytes };
  }
  const module = modules.read(path);
  return module === undefined ? undefined : { type: "text/javascript", body: module };
}

function send(response: ServerResponse, answer: Answer | undefined): void {
  if (answer === undefined) {
    response.writeHead(403, HEADERS).end();
    return;
  }
  response.writeHead(200, { ...HEADERS, "content-type": answer.type }).end(answer.body);
}
