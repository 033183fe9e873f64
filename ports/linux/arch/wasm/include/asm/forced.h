/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Included before everything else, by the command line (arch/wasm/Makefile): what clang cannot
 * compile for wasm is replaced before a header of the kernel uses it.
 */
#ifndef __ASSEMBLY__
/* A return address does not exist, and the address of a label crashes clang. */
#define __builtin_return_address(level) ((void *)0)
#define _THIS_IP_ 0UL
/*
 * -D__DISABLE_EXPORTS empties EXPORT_SYMBOL. The name must not stay defined: later kernels take it
 * for "code that runs before the kernel proper" and leave out functions (lib/crypto/sha256.c).
 */
#include <linux/export.h>
#undef __DISABLE_EXPORTS
#endif
