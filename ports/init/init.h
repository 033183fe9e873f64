/* SPDX-License-Identifier: MIT */
/* What the parts of init give each other. */
#ifndef DCE_INIT_H
#define DCE_INIT_H

#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

/* mounts.c: makes the root ready for programs. -1: init cannot go on without this. */
int prepare_root(void);

/* configure.c: does every line of a CONFIGURE record, then says READY if none failed. */
void configure(uint32_t id, char *text, size_t length);

/* netlink.c: each 0, or an errno; *detail then may say more, until the next call. */
int netlink_link_up(const char *interface, const char **detail);
int netlink_mtu(const char *interface, const char *number, const char **detail);
int netlink_address(const char *interface, const char *address, const char **detail);

/* words: DEST via A [dev IF] [via A dev IF …] [metric N] [table N] */
int netlink_route(char **words, int count, const char **detail);

/* programs.c */
void start_program(uint32_t id, const char *payload, size_t length);
void signal_program(uint32_t id, const char *payload, size_t length);
void signal_all(uint32_t id, const char *payload, size_t length);

/* Takes the status of every child that has ended, and reports those that a record started. */
void reap(void);

/*
 * Runs a program with its output in the file `output`, and waits for it. Its wait status, or -1
 * with errno if it cannot be started at all.
 */
int run_and_wait(char **argv, const char *output);

/* A whole number that ends where the text ends. 0, or EINVAL. */
int parse_number(const char *text, uint32_t *number);

#endif
