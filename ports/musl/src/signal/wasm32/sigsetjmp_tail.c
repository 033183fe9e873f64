/* SPDX-License-Identifier: MIT */
/* In the place of src/signal/sigsetjmp_tail.c: see sigsetjmp.c. */
typedef int __not_empty;
