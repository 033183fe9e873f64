// SPDX-License-Identifier: GPL-2.0-only
/* Kbuild makes asm-offsets.h from this file. No assembly of this port reads a structure. */
int main(void)
{
	return 0;
}
