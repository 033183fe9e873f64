/* SPDX-License-Identifier: GPL-2.0-only */
/* The generic checksums of asm-generic/checksum.h over our do_csum (lib/checksum.c). */
#ifndef _ASM_WASM_CHECKSUM_H
#define _ASM_WASM_CHECKSUM_H

#define do_csum do_csum
extern unsigned int do_csum(const unsigned char *buff, int len);

#include <asm-generic/checksum.h>

#endif
