// SPDX-License-Identifier: MIT
/** A topology made link by link as a scenario makes it, for tests. */
import type { InterfaceInput, LinkEnd, LinkInput, Topology } from "./topology.ts";

type InterfaceOptions = Omit<InterfaceInput, "host" | "name">;

/** A name with s is a switch; any other a host, which gets its next interface. */
export class DeclaredTopology implements Topology {
  readonly interfaces: InterfaceInput[] = [];
  readonly links: LinkInput[] = [];

  /** "s…" is a switch. */
  link(
    a: string,
    b: string,
    options: { a?: InterfaceOptions; b?: InterfaceOptions; delayNs?: [number, number] } = {},
  ): this {
    const ends: [LinkEnd, LinkEnd] = [this.#end(a, options.a), this.#end(b, options.b)];
    this.links.push({ name: `${a}-${b}`, ends, delayNs: options.delayNs ?? [1000, 1000] });
    return this;
  }

  #end(name: string, options: InterfaceOptions = {}): LinkEnd {
    if (name.startsWith("s")) return { switch: name };
    const index = this.interfaces.filter(({ host }) => host === name).length;
    return { interface: this.interfaces.push({ host: name, name: `eth${index}`, ...options }) - 1 };
  }
}
