/* SPDX-License-Identifier: MIT */
/*
 * The records of /dev/dce, by which the host tells init what to do and init says what became of it;
 * little endian, one for each read(2) and write(2). The host's side is src/linux/control.ts.
 */
#ifndef DCE_CONTROL_H
#define DCE_CONTROL_H

#include <stddef.h>
#include <stdint.h>

/* To init: u32 kind, u32 id, then the payload. */
enum record_kind {
	RECORD_CONFIGURE = 1,	/* text, one act a line (configure.c) */
	RECORD_START = 2,	/* struct start_numbers; NUL-terminated cwd, stdin, argv, env */
	RECORD_SIGNAL = 3,	/* i32 signal, to the program that was started with this id */
	RECORD_SIGNAL_ALL = 4,	/* i32 signal, to every process but init */
};

struct record_header {
	uint32_t kind;
	uint32_t id;
};

struct start_numbers {
	uint32_t uid;
	uint32_t gid;
	uint32_t argc;
	uint32_t envc;
};

/* From init: u32 kind, u32 id, i32 value, then text. */
enum report_kind {
	REPORT_READY = 1,	/* configured; the id of CONFIGURE */
	REPORT_STARTED = 2,	/* value: pid */
	REPORT_EXITED = 3,	/* value: wait status */
	REPORT_FAILED = 4,	/* value: errno; text: the line or word that failed */
};

struct report_header {
	uint32_t kind;
	uint32_t id;
	int32_t value;
};

/* device.c: the two descriptors may be one. */
struct control {
	int in;
	int out;
};

extern struct control control;

/* Opens the control device. 0, or -1 with errno. */
int open_control(void);

/* The next record in a buffer that lives until the next call; its length; 0: none waits now. */
size_t read_record(char **record);

void report(enum report_kind kind, uint32_t id, int32_t value, const char *text);

/* A FAILED report whose text is "WHAT" or "WHAT: DETAIL". */
void report_failure(uint32_t id, int error, const char *what, const char *detail);

#endif
