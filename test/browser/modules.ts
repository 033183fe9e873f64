// SPDX-License-Identifier: MIT
/**
 * The product's modules as a browser loads them: types stripped in place, so that lines and columns
 * are true, and names of packages replaced by addresses, since an import map is for the page alone
 * and not for its workers. `dce` stays: the page's import map leads it to src/web/index.ts.
 */
import { globSync, readFileSync } from "node:fs";
import { stripTypeScriptTypes } from "node:module";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../../", import.meta.url));

/** Folders of src that a browser may load. */
const LAYERS = ["sim", "net", "wasm", "linux", "scenario", "web"];
const PACKAGES = "node_modules/";

/** `from "zod"`, `import "zod"`, `import("zod")`. */
const bareImport = /(\b(?:from|import)\s*\(?\s*)"(@?[a-z][^":]*)"/g;

export class WebModules {
  /** Paths below the checkout of all modules of the layers. */
  readonly #sources: ReadonlySet<string>;
  /** "@noble/hashes/sha2.js" to "/node_modules/@noble/hashes/sha2.js". */
  readonly #addresses = new Map<string, string>();
  /** Folders of the packages, such as "node_modules/zod/". */
  readonly #packages = new Set<string>();

  constructor() {
    const layers = globSync(`src/{${LAYERS.join(",")}}/**/*.ts`, { cwd: root });
    const sources = layers.filter((path) => !/\.(?:test|bench|d)\.ts$/.test(path));
    this.#sources = new Set(sources);
    for (const path of sources) {
      for (const [, , name = ""] of compiled(path).matchAll(bareImport)) this.#addPackage(name);
    }
  }

  #addPackage(specifier: string): void {
    if (specifier === "dce" || this.#addresses.has(specifier)) return;
    const file = fileURLToPath(import.meta.resolve(specifier));
    const path = file.slice(file.lastIndexOf(`/${PACKAGES}`) + 1);
    const name = /^(?:@[^/]+\/)?[^/]+/.exec(specifier)?.[0] ?? specifier;
    this.#packages.add(`${PACKAGES}${name}/`);
    this.#addresses.set(specifier, `/${path}`);
  }

  /** The JavaScript of a path below the checkout; undefined: no browser may have it. */
  read(path: string): string | undefined {
    if (this.#sources.has(path) || /^examples\/[\w-]+\.ts$/.test(path)) {
      return compiled(path).replace(bareImport, (whole: string, before: string, name: string) => {
        const address = this.#addresses.get(name);
        return address === undefined ? whole : `${before}"${address}"`;
      });
    }
    const folder = [...this.#packages].find((one) => path.startsWith(one));
    if (folder === undefined || !path.endsWith(".js") || path.includes("..")) return undefined;
    return readFileSync(join(root, path), "utf8");
  }
}

function compiled(path: string): string {
  return stripTypeScriptTypes(readFileSync(join(root, path), "utf8"));
}
