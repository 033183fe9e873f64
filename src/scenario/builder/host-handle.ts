// SPDX-License-Identifier: MIT
/** Hosts as `build` sees them. */
import type { FileContent, FileRef, Host, RouteOptions } from "../api/host.ts";
import type { Argument, Process, ProgramOptions } from "../api/program.ts";
import type { Capture } from "../api/record.ts";
import { addCapture } from "./capture-handle.ts";
import { splitWords } from "./command-words.ts";
import type { ProgramData, RouteData } from "./data.ts";
import { checked } from "./explain.ts";
import { declareInterface } from "./interface-handle.ts";
import { quote } from "./issue.ts";
import { addLaterVerbs } from "./later.ts";
import { suggestion } from "./near.ts";
import { callPlace, type Place } from "./place.ts";
import { durationNs } from "./quantity.ts";
import { schemas } from "./schema.ts";
import {
  freeName,
  type Gateway,
  type Sketch,
  type SketchHost,
  type SketchInterface,
  type SketchProgram,
} from "./sketch.ts";

export function makeHost(sketch: Sketch, given: string, router: boolean, options: unknown): Host {
  const place = callPlace();
  const name = sketch.claim("host", given, place);
  const host: SketchHost = {
    kind: "host",
    index: sketch.hosts.length,
    name,
    place,
    router,
    options: checked(schemas.host, options, place, `host ${name}`, sketch.notes),
    interfaces: [],
    routes: [],
    files: [],
    programNames: new Map(),
  };
  sketch.hosts.push(host);
  const handle: Host = {
    kind: "host",
    name: host.name,
    run: (command, options) => run(sketch, host, command, options ?? {}),
    interface: (id, options) => declareInterface(sketch, host, id, options ?? {}),
    route: (to, route) => addRoute(sketch, host, to, route),
    write: (path, content, when) => write(sketch, host, path, content, when ?? {}),
    file: (path) => fileRef(sketch, host, path),
    capture: (options): Capture => firstFile(addCapture(sketch, host, host.name, options).files),
  };
  return addLaterVerbs("host", sketch.keep(handle, host), `host ${name}`, sketch.notes);
}

function firstFile(files: readonly Capture[]): Capture {
  const [file] = files;
  if (file === undefined) throw new RangeError("a capture of one thing has one file");
  return file;
}

type Word = SketchProgram["words"][number];

/** The words of `run`, handles resolved; undefined: there is nothing to run. */
function readWords(
  sketch: Sketch,
  subject: string,
  place: Place | undefined,
  command: string | readonly [string, ...Argument[]],
): readonly Word[] | undefined {
  const value = quote(command);
  const wrong = (message: string): undefined => {
    sketch.notes.add(place, subject, message, { value });
  };
  if (typeof command === "string") {
    const { words, problem } = splitWords(command);
    if (problem !== undefined) {
      const cure = 'Quote it or give the words as a list, ["…", "…"]';
      wrong(`cannot run ${value}: ${problem}. ${cure}; scripts (host.sh) come in a later release.`);
    }
    return words.length > 0 ? words : wrong("there is nothing to run.");
  }
  if (!Array.isArray(command) || command.length === 0) return wrong("there is nothing to run.");
  if (typeof command[0] !== "string") return wrong(`${quote(command[0])} is not a program.`);
  return command.map((word: unknown): Word => {
    if (typeof word === "string") return word;
    if (typeof word === "number" && Number.isFinite(word)) return String(word);
    const behind = sketch.behind(word);
    if (behind?.kind === "host" || behind?.kind === "interface") return behind as Word;
    wrong(`${quote(word)} is no argument. Give a text, a number, a host or an interface.`);
    return "";
  });
}

function run(
  sketch: Sketch,
  host: SketchHost,
  command: string | readonly [string, ...Argument[]],
  options: ProgramOptions,
): Process {
  const place = callPlace();
  const words = readWords(sketch, host.name, place, command) ?? [];
  const first = typeof words[0] === "string" ? words[0] : "";
  const standard = first.split("/").at(-1) || "program";
  const subject = `${host.name}: ${standard}`;
  const data = checked(
    schemas.program,
    withFileNames(sketch, host, options, subject, place),
    place,
    subject,
    sketch.notes,
  );
  checkTimes(sketch, subject, place, data);
  const name = programName(sketch, host, data.name, standard, place);
  if (words.length > 0) {
    const index = sketch.programs.length;
    sketch.programs.push({ index, host, name, place, words, options: data });
  }
  const handle: Process = { kind: "process", name, host: host.name };
  const kept = sketch.keep(handle, { kind: "process", index: sketch.programs.length - 1 });
  return addLaterVerbs("process", kept, subject, sketch.notes);
}

/** `stdin` as data: a file of this host is "host:/path", which no text can be. */
function withFileNames(
  sketch: Sketch,
  host: SketchHost,
  options: ProgramOptions,
  subject: string,
  place: Place | undefined,
): unknown {
  const stdin: unknown = options?.stdin;
  if (typeof stdin !== "object" || stdin === null || stdin instanceof Uint8Array) return options;
  const ref = stdin as Partial<FileRef>;
  if (ref.kind !== "file") return options;
  if (ref.host !== host.name) {
    const message = `is a file of ${ref.host}; a program reads the files of its own host.`;
    sketch.notes.add(place, `${subject}: stdin`, message, { value: quote(ref.path) });
  }
  return { ...options, stdin: `${STDIN_FILE}${ref.path}` };
}

/** Before the path in `stdin` when it is a file: no text that anyone writes begins so. */
export const STDIN_FILE = "\0file:";

function checkTimes(
  sketch: Sketch,
  subject: string,
  place: Place | undefined,
  { at, until }: ProgramData,
): void {
  if (until === undefined || durationNs(until) > durationNs(at ?? "0s")) return;
  const message = `${quote(until)} is not after the start, ${quote(at ?? "0s")}.`;
  sketch.notes.add(place, `${subject}: until`, message, { value: quote(until) });
}

function programName(
  sketch: Sketch,
  host: SketchHost,
  given: string | undefined,
  standard: string,
  place: Place | undefined,
): string {
  const names = host.programNames;
  if (given !== undefined && names.has(given)) {
    const value = quote(given);
    const message = `${value} is a program of ${host.name} already${sketch.at(names.get(given))}.`;
    sketch.notes.add(place, `${host.name}: ${given}: name`, message, { value });
  }
  const name = given ?? freeName(standard, names);
  names.set(name, place);
  return name;
}

const routeKeys = ["via", "dev", "metric", "table"];

function addRoute(sketch: Sketch, host: SketchHost, to: string, route: RouteOptions): void {
  const place = callPlace();
  const subject = `${host.name}: route ${to}`;
  const { notes } = sketch;
  const { via, dev, ...rest } = route ?? {};
  const unknown = Object.keys(rest).filter((one) => !routeKeys.includes(one));
  for (const key of unknown) {
    const message = `${quote(key)} is not an option here.${suggestion(key, routeKeys)}`;
    notes.add(place, subject, message, { value: quote(key), choices: routeKeys });
  }
  const known = Object.fromEntries(Object.entries(rest).filter(([key]) => !unknown.includes(key)));
  const options: RouteData = checked(schemas.route, known, place, subject, notes);
  const gateway = readGateway(sketch, via);
  const behindDev = sketch.behind(dev) as SketchInterface | undefined;
  if (via !== undefined && gateway === undefined) {
    const message = `${quote(via)} is no host, interface or address.`;
    notes.add(place, `${subject}: via`, message, { value: quote(via) });
  } else if (dev !== undefined && (behindDev?.kind !== "interface" || behindDev.host !== host)) {
    const message = `${quote(dev)} is no interface of ${host.name}.`;
    notes.add(place, `${subject}: dev`, message, { value: quote(dev) });
  } else if (gateway === undefined && behindDev === undefined) {
    notes.add(place, subject, 'needs "via", "dev" or both.');
  } else host.routes.push({ place, to, via: gateway, dev: behindDev, options });
}

function readGateway(sketch: Sketch, via: unknown): Gateway | undefined {
  if (typeof via === "string") return via;
  const behind = sketch.behind(via);
  const known = behind?.kind === "host" || behind?.kind === "interface";
  return known ? (behind as SketchHost | SketchInterface) : undefined;
}

function write(
  sketch: Sketch,
  host: SketchHost,
  path: string,
  content: FileContent,
  when: unknown,
): void {
  const place = callPlace();
  const subject = `${host.name}: write ${path}`;
  const { at } = checked(schemas.when, when, place, subject, sketch.notes);
  if (at !== undefined && durationNs(at) > 0) {
    const message = `${quote(at)}: writing while the run goes on comes in a later release.`;
    sketch.notes.add(place, `${subject}: at`, message, { value: quote(at) });
  }
  const data = checked(schemas.file, { content }, place, subject, sketch.notes);
  if (data.content !== undefined) host.files.push({ place, path, content: data.content });
}

function fileRef(sketch: Sketch, host: SketchHost, path: string): FileRef {
  const place = callPlace();
  if (typeof path !== "string" || !path.startsWith("/")) {
    const message = `${quote(path)} is not a path on the host. It begins with "/".`;
    sketch.notes.add(place, `${host.name}: file`, message, { value: quote(path) });
  }
  return sketch.keep({ kind: "file", host: host.name, path }, { kind: "file" });
}
