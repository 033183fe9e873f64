// SPDX-License-Identifier: MIT
/**
 * The arguments that clang gives to a linker, sorted into what wasm-ld shall get. Options of ELF
 * linkers that have no meaning for one wasm program are dropped, as builds pass them unasked.
 */

/** Below this address nothing is valid in a program, as with the kernel's vm.mmap_min_addr. */
export const nullBytes = 65536;
/** Room below the main stack's limit for what still runs after an overflow. */
export const reserveBytes = 16384;
/** Lowest function pointer. */
const tableBase = 16;
/** Main stack unless `-z stack-size=` says otherwise. */
const defaultStackBytes = 1024 * 1024;

export interface LinkArguments {
  readonly output: string;
  /** Objects, archives, libraries and options for wasm-ld, in order. */
  readonly inputs: readonly string[];
  /** Size of the main stack that the program may use. */
  readonly stackBytes: number;
  /** `-r`: an object that is linked again. */
  readonly relocatable: boolean;
  /** A mismatch of types or any other warning ends the link. */
  readonly fatalWarnings: boolean;
  /** Options that ask for a text and no output, such as `--version`. */
  readonly information: boolean;
}

/** Words of a text. */
function words(text: string): readonly string[] {
  return text.trim().split(/\s+/);
}

/** Without `-s` and `--strip-all`, since rewriter and crash reports find functions by name. */
const flags = new Set(
  words(`
    --as-needed --no-as-needed --start-group --end-group -( -) --eh-frame-hdr
    --no-undefined -E --export-dynamic -export-dynamic -pie --pie -no-pie --no-pie
    -static --static -Bstatic -Bdynamic -dn -dy -d -Bsymbolic -Bsymbolic-functions
    --no-add-needed --add-needed --copy-dt-needed-entries --no-copy-dt-needed-entries
    --allow-shlib-undefined --no-allow-shlib-undefined --warn-common --sort-common
    --relax --no-relax -X --discard-locals -x --discard-all --build-id --shared-memory
    --no-warn-mismatch -O --enable-new-dtags --disable-new-dtags --no-dynamic-linker
    --cref -s --strip-all`),
);

/** The same with a value, in the next argument or after `=`. */
const valued = new Set(
  words(`
    -soname --soname -h -rpath --rpath -rpath-link --rpath-link -T -I -Map -m
    --version-script --dynamic-list --dynamic-linker -dynamic-linker --hash-style
    --script -Ttext --section-start -plugin -plugin-opt --sysroot
    --unresolved-symbols -e --entry`),
);

/** Prefixes of options in one word that have no meaning either. */
const dropped = /^(?:--build-id=|--compress-debug-sections|-plugin|--sort-section|-O\d|-R.)/;

/** `-lNAME` of parts of gcc's run time that the compiler's own library replaces. */
const gccLibraries = new Set(["-lgcc", "-lgcc_s", "-lgcc_eh", "-latomic", "-lssp_nonshared"]);

interface State {
  output: string;
  readonly inputs: string[];
  stackBytes: number;
  relocatable: boolean;
  fatalWarnings: boolean;
  information: boolean;
}

/** `-z KEYWORD`: only the size of the stack means something. */
function setKeyword(state: State, keyword: string): void {
  const size = /^stack-size=(.*)$/.exec(keyword)?.[1];
  if (size === undefined) return;
  const bytes = Number(size);
  if (!Number.isSafeInteger(bytes) || bytes <= 0) {
    throw new Error(`cannot set the stack's size: '${size}' is not a number of bytes`);
  }
  state.stackBytes = Math.ceil(bytes / 16) * 16;
}

/** Handles one argument; returns whether it took the next one as its value. */
function take(state: State, argument: string, next: string | undefined): boolean {
  const [name = ""] = argument.split("=", 1);
  if (argument === "-o" || argument === "--output") {
    state.output = next ?? "";
    return true;
  }
  if (argument === "-z") {
    setKeyword(state, next ?? "");
    return true;
  }
  if (argument.startsWith("-z") && argument.length > 2) setKeyword(state, argument.slice(2));
  else if (argument.startsWith("--stack=")) setKeyword(state, `stack-size=${argument.slice(8)}`);
  else if (argument === "-r" || argument === "--relocatable") state.relocatable = true;
  else if (argument === "--fatal-warnings") state.fatalWarnings = true;
  else if (argument === "--no-fatal-warnings") state.fatalWarnings = false;
  else if (valued.has(name)) return name === argument;
  else if (flags.has(argument) || gccLibraries.has(argument) || dropped.test(argument))
    return false;
  else {
    state.information ||= argument === "--version" || argument === "-v" || argument === "--help";
    state.inputs.push(argument);
  }
  return false;
}

/**
 * Sorts the arguments that clang gives to its linker.
 * @throws Error when a value has no meaning
 */
export function parseLinkArguments(given: readonly string[]): LinkArguments {
  const state: State = {
    output: "a.out",
    inputs: [],
    stackBytes: defaultStackBytes,
    relocatable: false,
    fatalWarnings: false,
    information: false,
  };
  for (let i = 0; i < given.length; i++) {
    if (take(state, given[i] ?? "", given[i + 1])) i++;
  }
  return state;
}

/**
 * The arguments of wasm-ld.
 * @param sysroot the built musl: its `usr/lib` has the compiler's run-time library
 * @param output where wasm-ld shall write
 */
export function emitLinkArguments(
  link: LinkArguments,
  sysroot: string,
  output: string,
): readonly string[] {
  // clang names its own folder of the run-time library, which has no such file for this target.
  const inputs = link.inputs.map((word) =>
    /\/libclang_rt\.builtins[^/]*\.a$/.test(word)
      ? `${sysroot}/usr/lib/libclang_rt.builtins.a`
      : word,
  );
  const common = ["-m", "wasm32", "-o", output, ...inputs];
  if (link.relocatable) return [...common, "-r"];
  const stack = link.stackBytes + nullBytes + reserveBytes;
  return [
    ...common,
    "--no-entry",
    "--gc-sections",
    "--stack-first",
    "-z",
    `stack-size=${stack}`,
    // A function pointer must be none of SIG_DFL, SIG_IGN and SIG_HOLD, which are 0, 1 and 2.
    `--table-base=${tableBase}`,
    // Threads and thread-local data need what wasm-ld does only for shared memory.
    "--import-memory",
    "--shared-memory",
    "--max-memory=1073741824",
    "--no-check-features",
    "--export=__stack_pointer",
    "--export=__tls_base",
    "--export-if-defined=__wasm_stack_limit",
    "--export-if-defined=_start",
    "-mllvm",
    "-wasm-enable-sjlj",
    ...(link.fatalWarnings ? ["--fatal-warnings"] : []),
  ];
}
