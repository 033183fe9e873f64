// SPDX-License-Identifier: MIT
/** An environment of tests: a few programs, a few files, no machine. */
import type { Environment } from "./environment.ts";

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
const files: Readonly<Record<string, "file" | "folder">> = {
  "build/server": "file",
  "motd.txt": "file",
  site: "folder",
};

export const fakeEnvironment: Environment = {
  programs: { find: (command) => commands[command], all: () => Object.keys(commands) },
  machine: {
    find(path) {
      const kind = files[path];
      return kind === undefined ? undefined : { path: `/machine/${path}`, kind };
    },
  },
  show: (module) => module.slice(module.lastIndexOf("/") + 1),
};
