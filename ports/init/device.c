/* SPDX-License-Identifier: MIT */
/* Reading and writing records. */
#include "control.h"
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define FIRST_ROOM 65536
#define LARGEST_ROOM (1 << 20)
#define TEXT_MAX 1024

struct control control = { -1, -1 };

static char *buffer;
static size_t room;

static int grow(size_t wanted)
{
	char *larger = realloc(buffer, wanted);

	if (!larger)
		return -1;
	buffer = larger;
	room = wanted;
	return 0;
}

size_t read_record(char **record)
{
	ssize_t n;

	if (!room && grow(FIRST_ROOM))
		return 0;
	/* A record that does not fit stays, and the read fails. */
	while ((n = read(control.in, buffer, room)) < 0) {
		if (errno == EINTR)
			continue;
		if (errno == EAGAIN)
			return 0;
		if (room >= LARGEST_ROOM || grow(2 * room)) {
			report_failure(0, errno, "read of a record", NULL);
			return 0;
		}
	}
	*record = buffer;
	return n;
}

void report(enum report_kind kind, uint32_t id, int32_t value, const char *text)
{
	struct report_header header = { kind, id, value };
	char record[sizeof header + TEXT_MAX];
	size_t length = strlen(text);
	ssize_t n;

	if (length > TEXT_MAX)
		length = TEXT_MAX;
	memcpy(record, &header, sizeof header);
	memcpy(record + sizeof header, text, length);
	do
		n = write(control.out, record, sizeof header + length);
	while (n < 0 && errno == EINTR);
}

void report_failure(uint32_t id, int error, const char *what, const char *detail)
{
	char text[TEXT_MAX];

	if (detail && *detail)
		snprintf(text, sizeof text, "%s: %s", what, detail);
	else
		snprintf(text, sizeof text, "%s", what);
	report(REPORT_FAILED, id, error, text);
}
