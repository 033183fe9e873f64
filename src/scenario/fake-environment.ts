// SPDX-License-Identifier: MIT
/** An environment of tests: a few programs, a few files, no machine. */
import type { Environment, FoundFile } from "./environment.ts";

const commands: Readonly<Record<string, string>> = {
  ip: "iproute2",
  iperf3: "iperf3",
  nc: "busybox",
  ping: "busybox",
  sleep: "busybox",
  ss: "iproute2",
  true: "busybox",
  wget: "busybox",
};
const files: Readonly<Record<string, Pick<FoundFile, "kind" | "program">>> = {
  "build/server": { kind: "file", program: "wasm" },
  "motd.txt": { kind: "file", program: "other" },
  "native/ls": { kind: "file", program: "machine" },
  site: { kind: "folder" },
  "start.sh": { kind: "file", program: "script" },
};

export const fakeEnvironment: Environment = {
  programs: { find: (command) => commands[command], all: () => Object.keys(commands) },
  machine: {
    find(path) {
      const found = files[path];
      return found && { path: `/machine/${path}`, ...found };
    },
  },
  show: (module) => module.slice(module.lastIndexOf("/") + 1),
};
