// SPDX-License-Identifier: MIT
/**
 * What `import … from "dce"` gives: everything that a scenario needs, and `run` for tests. The
 * engine behind `run` is loaded at the first run only, so that the module loads in a browser too.
 */

export type {
  CopiedFile,
  CpuModel,
  FileContent,
  FileRef,
  Group,
  GroupOf,
  Host,
  HostOptions,
  Interface,
  InterfaceOptions,
  KernelOptions,
  KernelVersion,
  RouteOptions,
  TextFile,
} from "./scenario/api/host.ts";
export type {
  Endpoint,
  Link,
  LinkDirection,
  LinkOptions,
  Switch,
  SwitchOptions,
} from "./scenario/api/link.ts";
export type { Network, RandomStream } from "./scenario/api/network.ts";
export type { Parameter, Parameters, Values } from "./scenario/api/param.ts";

import { registerEdge } from "./scenario/environment.ts";

export { param } from "./scenario/api/param.ts";
export type {
  Argument,
  Expectation,
  ExpectedStatus,
  Process,
  ProgramOptions,
} from "./scenario/api/program.ts";
export type { Capture, CaptureOptions } from "./scenario/api/record.ts";
export type {
  Content,
  Counters,
  Crash,
  Failure,
  HostResult,
  LinkResult,
  Measures,
  Part,
  Parts,
  ProcessResult,
  ResultOf,
  RunResult,
} from "./scenario/api/result.ts";
export type {
  Abort,
  Issue,
  RunOptions,
  Scenario,
  ScenarioDefinition,
} from "./scenario/api/scenario.ts";
export { run, ScenarioError, scenario } from "./scenario/api/scenario.ts";
export type { Sysctl } from "./scenario/api/sysctl.ts";
export type {
  AddressWithPrefix,
  Duration,
  FileMode,
  Ipv4Address,
  Ipv6Address,
  MacAddress,
  Percent,
  QueueSize,
  Rate,
  Signal,
  Size,
  When,
} from "./scenario/api/values.ts";
export { units } from "./scenario/api/values.ts";

registerEdge(async () => (await import("./cli/edge.ts")).nodeEdge());
