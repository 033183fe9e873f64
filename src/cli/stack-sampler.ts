// SPDX-License-Identifier: MIT
/**
 * Which functions a worker is in that does not come back: a short CPU profile of its thread, which
 * V8 takes also of WebAssembly, in whose loops it looks for requests.
 */
import { Session } from "node:inspector";
import { setTimeout as wait } from "node:timers/promises";
import type { Worker } from "node:worker_threads";
import { stackFunctions } from "../linux/traps.ts";

const SAMPLE_MS = 100;
/** A thread that answers no request any more is not waited for. */
const PATIENCE_MS = 2000;
const FUNCTIONS_MAX = 6;

/** What V8's protocol says of one function in a profile. */
interface ProfileNode {
  readonly id: number;
  readonly callFrame: { readonly functionName: string; readonly url: string };
  readonly hitCount?: number;
  readonly children?: readonly number[];
}

interface Answer {
  readonly id?: number;
  readonly result?: { readonly profile?: { readonly nodes: readonly ProfileNode[] } };
}

/** C functions, innermost first; none when the thread cannot be asked. */
export async function sampleStack(worker: Worker): Promise<readonly string[]> {
  const session = new Session();
  const over = new AbortController();
  try {
    session.connect();
    const patience = wait(PATIENCE_MS, [], { signal: over.signal });
    return await Promise.race([profile(session, worker), patience]);
  } catch {
    return [];
  } finally {
    over.abort();
    session.disconnect();
  }
}

async function profile(session: Session, worker: Worker): Promise<readonly string[]> {
  const call = await attach(session, worker);
  await call("Profiler.enable");
  for (;;) {
    await call("Profiler.start");
    await wait(SAMPLE_MS);
    const { result } = await call("Profiler.stop");
    const functions = hottest(result?.profile?.nodes ?? []);
    // On a busy machine the thread may not have run meanwhile.
    if (functions.length > 0) return functions;
  }
}

/** A function that sends a request to the worker's thread. */
async function attach(
  session: Session,
  worker: Worker,
): Promise<(method: string) => Promise<Answer>> {
  const title = `[worker ${worker.threadId}]`;
  const attached = Promise.withResolvers<string>();
  const waiting = new Map<number, (answer: Answer) => void>();
  session.on("NodeWorker.attachedToWorker", ({ params }) => {
    // Its id there is another one; the title has the thread's.
    if (params.workerInfo.title.startsWith(title)) attached.resolve(params.sessionId);
  });
  session.on("NodeWorker.receivedMessageFromWorker", ({ params }) => {
    const answer: Answer = JSON.parse(params.message);
    waiting.get(answer.id ?? 0)?.(answer);
  });
  session.post("NodeWorker.enable", { waitForDebuggerOnStart: false });
  const sessionId = await attached.promise;
  let last = 0;
  return async (method) => {
    const id = ++last;
    const answered = new Promise<Answer>((resolve) => waiting.set(id, resolve));
    const message = JSON.stringify({ id, method });
    session.post("NodeWorker.sendMessageToWorker", { sessionId, message });
    return await answered;
  };
}

/** The stack of WebAssembly that was seen most, in the words of a trap's. */
function hottest(nodes: readonly ProfileNode[]): readonly string[] {
  const parents = new Map<number, ProfileNode>();
  for (const node of nodes) for (const child of node.children ?? []) parents.set(child, node);
  const [leaf] = nodes
    .filter((node) => node.callFrame.url.startsWith("wasm://"))
    .toSorted((a, b) => (b.hitCount ?? 0) - (a.hitCount ?? 0));
  const lines: string[] = [];
  for (let at = leaf; at !== undefined; at = parents.get(at.id)) {
    if (at.callFrame.functionName.startsWith("js-to-wasm")) continue;
    lines.push(`    at ${at.callFrame.functionName} (${at.callFrame.url}:0)`);
  }
  const stack = { stack: lines.join("\n") };
  return stackFunctions(Object.assign(new Error("a sample"), stack)).slice(0, FUNCTIONS_MAX);
}
