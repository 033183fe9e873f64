// SPDX-License-Identifier: MIT
/**
 * The page that runs a scenario: `?scenario=/examples/ping.ts&seed=2&pcap&set=count=5`. It shows
 * run.json, whose text is made here, and the files of the run with their hashes. The root element's
 * `data-state` is "running", then "done", or "failed" when there is no result.
 */
import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex } from "@noble/hashes/utils.js";
import type { Ended } from "../scenario/environment.ts";
import { finishRun, loadScenario, resolveScenario } from "../scenario/loading.ts";
import { webEdge } from "./edge.ts";
import type { Whereabouts } from "./run-control.ts";
import { checkStackSwitching } from "./stack-switching.ts";

/** Wall time after which a spin ends the run. */
const STALL_S = 60;

const query = new URLSearchParams(location.search);

async function main(place: string): Promise<void> {
  const edge = await webEdge(showProgress);
  const url = new URL(place, location.href).href;
  const loaded = loadScenario(await import(url), url);
  const options = {
    seed: query.has("seed") ? Number(query.get("seed")) : undefined,
    set: query.getAll("set"),
    until: query.get("until") ?? undefined,
    drain: query.get("drain") ?? undefined,
    pcap: query.has("pcap"),
  };
  const resolved = resolveScenario(loaded, options, await edge.environment());
  document.title = resolved.plan.scenario;
  const ended = await edge.start(resolved.plan, {
    out: undefined,
    storage: "memory",
    verify: query.has("verify"),
    stallS: STALL_S,
    signal: undefined,
  });
  const { result, runJson } = await finishRun(resolved, ended);
  element("run-json").textContent = runJson;
  await showFiles(ended);
  const failures = result.failures.map(({ message }) => message);
  say(result.ok ? "Every program ended as expected." : failures.join("\n"));
}

function showProgress({ virtualNs }: Whereabouts): void {
  say(`${(Math.max(0, virtualNs) / 1e9).toFixed(3)} s`);
}

/** A line for each file: its name, which downloads it, bytes, sha256. */
async function showFiles({ files }: Ended): Promise<void> {
  const table = element("files");
  for (const path of walk(files, "")) {
    const bytes = await files.read(path);
    const link = document.createElement("a");
    link.textContent = path;
    link.download = path.replaceAll("/", "-");
    link.href = URL.createObjectURL(new Blob([bytes as Uint8Array<ArrayBuffer>]));
    const row = document.createElement("tr");
    for (const content of [link, String(bytes.length), bytesToHex(sha256(bytes))]) {
      const cell = document.createElement("td");
      cell.append(content);
      row.append(cell);
    }
    table.append(row);
  }
}

/** Paths of all files below a folder. */
function walk(files: Ended["files"], folder: string): readonly string[] {
  return files.list(folder).flatMap((name) => {
    const path = folder === "" ? name : `${folder}/${name}`;
    return files.size(path) === undefined ? walk(files, path) : [path];
  });
}

function say(text: string): void {
  element("status").textContent = text;
}

function element(id: string): HTMLElement {
  const found = document.getElementById(id);
  if (found === null) throw new Error(`the page has no element '${id}'`);
  return found;
}

const { dataset } = document.documentElement;
const scenario = query.get("scenario");
try {
  checkStackSwitching();
  if (scenario === null) {
    say("Name a scenario: ?scenario=/examples/ping.ts");
  } else {
    dataset["state"] = "running";
    await main(scenario);
    dataset["state"] = "done";
  }
} catch (error) {
  say(error instanceof Error ? error.message : String(error));
  dataset["state"] = "failed";
}
