// SPDX-License-Identifier: MIT
/**
 * What tests do inside the page: each function is sent there as text, so it uses nothing of this
 * file but its arguments. Addresses come as arguments, since they mean something only there.
 */

type Ping = typeof import("../../examples/ping.ts");
type Iperf3 = typeof import("../../examples/iperf3.ts");

/** Runs the scenario twice by `run()` in code. */
export async function runInCode(address: string) {
  const { run } = await import("dce");
  const { default: scenario }: Ping = await import(address);
  const { ok, frames, measures, outputs } = await run(scenario, { verify: true });
  const stdout = await outputs.ipv4.stdout.text();
  return { ok, hash: frames.hash, measures, stdout };
}

/** Starts a long scenario and ends it by a signal after some seconds of wall time. */
export async function abortInCode(address: string) {
  const { run } = await import("dce");
  const { default: scenario }: Iperf3 = await import(address);
  const controller = new AbortController();
  const running = run(scenario, { set: { seconds: 3600 }, signal: controller.signal });
  await new Promise((resolve) => setTimeout(resolve, 3000));
  const aborted = performance.now();
  controller.abort();
  const { frames, outputs } = await running;
  const wallMs = performance.now() - aborted;
  return { wallMs, end: outputs.tcp.end, frames: frames.count };
}

/** Runs a program that never makes a system call, beside one that ends. `text` is its module. */
export async function spinInCode(text: string) {
  const { run, scenario } = await import("dce");
  const spins = scenario({
    build(net) {
      const [h1, h2] = net.hosts("h", 2);
      net.link(h1, h2, { rate: "1Mbps", delay: "1ms" });
      h1.write("/bin/spin", { text, mode: "0755" });
      h1.run("/bin/spin", { at: "2s" });
    },
  });
  const { ok, failures } = await run(spins, { stall: "1s" });
  return { ok, failures };
}

/** What is said of a parameter that the scenario does not have. */
export async function runWrongly(address: string): Promise<string> {
  const { run } = await import("dce");
  const { default: scenario } = await import(address);
  try {
    await run(scenario, { set: { cuont: 1 } });
    return "";
  } catch (error) {
    return String(error);
  }
}

/** What `import "dce"` gives. */
export async function exportedNames(): Promise<string[]> {
  return Object.keys(await import("dce")).sort();
}

/** Makes each trap and asks the product's table of it. */
export async function trap({ bytes, names, table, engine }: TrapRequest) {
  const { trapSignal, stackFunctions } = await import(table);
  const { compile, instantiate } = await import(engine);
  const exports = instantiate(compile(new Uint8Array(bytes)), {});
  const caught = (name: string): unknown => {
    try {
      exports[name]();
    } catch (error) {
      return error;
    }
    return undefined;
  };
  const seen: Trap[] = names.map((name) => trapSignal(caught(name)));
  const functions: string[] = stackFunctions(caught("zero"));
  return { seen, functions };
}

export interface TrapRequest {
  /** A module. */
  readonly bytes: readonly number[];
  /** Its exports to call. */
  readonly names: readonly string[];
  /** Address of src/linux/traps.ts. */
  readonly table: string;
  /** Address of src/wasm/engine.ts. */
  readonly engine: string;
}

interface Trap {
  readonly signal: number;
  readonly code: number;
  readonly reason: string;
}

/** Asks for each address; answers do not matter. */
export async function ask(addresses: readonly string[]): Promise<void> {
  for (const address of addresses) {
    await fetch(address, { mode: "no-cors" }).catch(() => undefined);
  }
}

/** As a browser without JSPI starts. */
export function removeStackSwitching(): void {
  Reflect.deleteProperty(WebAssembly, "Suspending");
}
