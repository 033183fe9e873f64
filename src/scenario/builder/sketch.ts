// SPDX-License-Identifier: MIT
/**
 * What `build` has written down so far: data with the place of each call. Names, addresses and
 * defaults are settled when it has returned (resolve.ts), so that the order of calls matters only
 * where the declarations say so.
 */
import type { RandomStream } from "../api/network.ts";
import type {
  AddressingData,
  CaptureData,
  DefaultsData,
  FileData,
  HostData,
  InterfaceData,
  LinkData,
  ProgramData,
  RouteData,
  SwitchData,
} from "./data.ts";
import { Notes, quote } from "./issue.ts";
import { type Place, showPlace } from "./place.ts";

export interface SketchHost {
  readonly kind: "host";
  readonly index: number;
  readonly name: string;
  readonly place: Place | undefined;
  readonly router: boolean;
  readonly options: HostData;
  readonly interfaces: SketchInterface[];
  readonly routes: SketchRoute[];
  readonly files: SketchFile[];
  /** How often each program's name was given out. */
  readonly programNames: Map<string, Place | undefined>;
}

export interface SketchInterface {
  readonly kind: "interface";
  readonly host: SketchHost;
  /** Its place in the host's interfaces. */
  readonly index: number;
  /** Its place among all interfaces, in the order of making. */
  readonly order: number;
  readonly name: string;
  readonly place: Place | undefined;
  readonly options: InterfaceData;
  link: SketchLink | undefined;
  end: 0 | 1;
}

export interface SketchSwitch {
  readonly kind: "switch";
  readonly index: number;
  readonly name: string;
  readonly place: Place | undefined;
  readonly options: SwitchData;
  readonly ports: SketchPort[];
}

export interface SketchPort {
  readonly kind: "port";
  readonly switch: SketchSwitch;
  /** Counted from 0; called "port1" and so on. */
  readonly index: number;
  link: SketchLink | undefined;
  end: 0 | 1;
}

export type SketchEnd = SketchInterface | SketchPort;

export interface SketchLink {
  readonly kind: "link";
  readonly index: number;
  readonly name: string;
  readonly place: Place | undefined;
  readonly options: LinkData;
  readonly ends: readonly [SketchEnd, SketchEnd];
}

export type Gateway = SketchHost | SketchInterface | string;

export interface SketchRoute {
  readonly place: Place | undefined;
  readonly to: string;
  readonly via: Gateway | undefined;
  readonly dev: SketchInterface | undefined;
  readonly options: RouteData;
}

export interface SketchFile {
  readonly place: Place | undefined;
  readonly path: string;
  readonly content: FileData;
}

export interface SketchProgram {
  readonly index: number;
  readonly host: SketchHost;
  readonly name: string;
  readonly place: Place | undefined;
  readonly words: readonly (string | SketchHost | SketchInterface)[];
  readonly options: ProgramData;
}

export interface SketchCapture {
  readonly place: Place | undefined;
  readonly of: SketchHost | SketchInterface | SketchPort | SketchSwitch | SketchLink | "all";
  readonly options: CaptureData;
  /** The list that `net.capture()` returned; its members are known at the end. */
  readonly files: { readonly kind: "capture"; readonly file: string }[];
}

/** A value that a call set for the whole network. */
export interface Once<T> {
  readonly place: Place | undefined;
  readonly value: T;
}

export class Sketch {
  readonly notes: Notes = new Notes();
  readonly hosts: SketchHost[] = [];
  readonly switches: SketchSwitch[] = [];
  readonly links: SketchLink[] = [];
  readonly programs: SketchProgram[] = [];
  readonly captures: SketchCapture[] = [];
  /** All interfaces, in the order of making. */
  readonly interfaces: SketchInterface[] = [];
  /** Addresses that were read, and where. */
  readonly reads: { readonly interface: SketchInterface; readonly place: Place | undefined }[] = [];
  readonly streams: Map<string, RandomStream> = new Map();
  defaults: Once<DefaultsData> | undefined;
  addressing: Once<AddressingData> | undefined;
  routing:
    | Once<{ readonly mode: "shortest-path" | "none"; readonly multipath: boolean }>
    | undefined;
  readonly #handles = new WeakMap<object, object>();
  readonly #names = new Map<string, { readonly what: string; readonly place: Place | undefined }>();
  readonly #linkNames = new Map<string, Place | undefined>();
  readonly seed: number;
  readonly show: (module: string) => string;

  constructor(seed: number, show: (module: string) => string) {
    this.seed = seed;
    this.show = show;
  }

  /** Keeps what stands behind a handle that the user gets. */
  keep<T extends object>(handle: T, behind: object): T {
    this.#handles.set(handle, behind);
    // In a message a handle is its name: writing it out would read its addresses, which fixes them.
    Object.defineProperty(handle, "toJSON", {
      value: () => ("name" in handle ? handle.name : undefined),
    });
    return handle;
  }

  /** What stands behind a value, or undefined: it is no handle of this `build`. */
  behind(handle: unknown): { readonly kind?: unknown } | undefined {
    return typeof handle === "object" && handle !== null ? this.#handles.get(handle) : undefined;
  }

  /** " at exp.ts:9:5", for the second place of a message. */
  at(place: Place | undefined): string {
    return place === undefined ? "" : ` at ${showPlace(place, this.show)}`;
  }

  /** The name of a host or switch; noted when it is wrong or taken. */
  claim(what: "host" | "switch", given: unknown, place: Place | undefined): string {
    const value = quote(given);
    const name = typeof given === "string" ? given : value;
    const subject = `${what} ${name}`;
    if (!/^[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?$/.test(name)) {
      const rule = 'Write letters, digits and "-", the last not at an end.';
      this.notes.add(place, subject, `${value} is not a name for a ${what}. ${rule}`, { value });
    } else if (name.length > 15) {
      const message = `${value} has ${name.length} characters; a name has 15 at most.`;
      this.notes.add(place, subject, message, { value });
    }
    const taken = this.#names.get(name);
    if (taken === undefined) this.#names.set(name, { what, place });
    else {
      const message = `${value} is a ${taken.what} already${this.at(taken.place)}.`;
      this.notes.add(place, subject, message, { value });
    }
    return name;
  }

  /** The given name, or the next free one of "h1-h2", "h1-h2-2". */
  linkName(given: string | undefined, standard: string, place: Place | undefined): string {
    const names = this.#linkNames;
    if (given !== undefined) {
      const value = quote(given);
      if (names.has(given)) {
        const message = `${value} is a link already${this.at(names.get(given))}.`;
        this.notes.add(place, `link ${given}`, message, { value });
      } else if (!/^[^/\s\0]{1,100}$/.test(given) || given.startsWith(".")) {
        const cure = 'Leave out "/" and blanks.';
        const message = `${value} cannot name a file, as a link's capture does. ${cure}`;
        this.notes.add(place, `link ${given}`, message, { value });
      }
    }
    const name = given ?? freeName(standard, names);
    names.set(name, place);
    return name;
  }
}

/** "iperf3", then "iperf3-2", "iperf3-3". */
export function freeName(standard: string, taken: ReadonlyMap<string, unknown>): string {
  let name = standard;
  for (let n = 2; taken.has(name); n++) name = `${standard}-${n}`;
  return name;
}
