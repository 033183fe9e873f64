// SPDX-License-Identifier: MIT
/**
 * Options as data: those of the declarations without what is no data. A host, link or process
 * becomes its name, a file of a host "host:/path"; bytes stay bytes.
 */
import type { FileRef, Host, HostOptions, Interface, InterfaceOptions } from "../api/host.ts";
import type { LinkOptions, SwitchOptions } from "../api/link.ts";
import type { Network } from "../api/network.ts";
import type { Process, ProgramOptions } from "../api/program.ts";
import type { CaptureOptions } from "../api/record.ts";
import type { When } from "../api/values.ts";

type Data<T> = T extends FileRef
  ? `${string}:/${string}`
  : T extends Process | Host | Interface
    ? string
    : T extends (...args: never[]) => unknown
      ? never
      : T extends Uint8Array
        ? Uint8Array
        : T extends object
          ? { readonly [K in keyof T]: Data<T[K]> }
          : T;

export type HostData = Data<HostOptions>;
export type InterfaceData = Data<InterfaceOptions>;
export type LinkData = Data<LinkOptions>;
export type ProgramData = Data<ProgramOptions>;
export type CaptureData = Data<CaptureOptions>;
export type SwitchData = Data<SwitchOptions>;
export type DefaultsData = Data<Parameters<Network["defaults"]>[0]>;
export type AddressingData = Data<Parameters<Network["addressing"]>[0]>;
export type MultipathData = NonNullable<Data<Parameters<Network["routing"]>[1]>>;
export type WhenData = Data<When>;
/** `route`'s last argument apart from `via` and `dev`, which are handles. */
export interface RouteData {
  readonly metric?: number | undefined;
  readonly table?: number | undefined;
}
export type FileData = NonNullable<HostData["files"]>[`/${string}`];
