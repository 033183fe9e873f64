/* SPDX-License-Identifier: MIT */
/*
 * CONFIGURE: a text, one act a line, done in their order. What fails is reported with its line, and
 * the rest is done all the same; READY follows only when nothing failed.
 *
 *   sysctl NAME VALUE…          link IF up             mtu IF N             address IF A/P
 *   route DEST/P|default|default6 via A [dev IF] [metric N] [table N]       run WORD…
 */
#include "control.h"
#include "init.h"
#include <ctype.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#define WORDS_MAX 512
#define RUN_OUTPUT "/run/dce-configure"
#define DETAIL_MAX 256

static char detail_text[DETAIL_MAX];

int parse_number(const char *text, uint32_t *number)
{
	char *end;
	unsigned long long value;

	if (!isdigit((unsigned char)*text))
		return EINVAL;
	errno = 0;
	value = strtoull(text, &end, 10);
	if (*end || errno || value > UINT32_MAX)
		return EINVAL;
	*number = value;
	return 0;
}

/*
 * As sysctl(8): the first separator says which of the two separates; the other one, in a name with
 * dots such as net.ipv4.conf.eth0/1.forwarding, then stands for a dot.
 */
static int sysctl_path(const char *name, char path[PATH_MAX])
{
	static const char prefix[] = "/proc/sys/";
	size_t length = strlen(name);
	const char *first = strpbrk(name, "./");
	size_t i;

	if (!length || sizeof prefix + length > PATH_MAX)
		return EINVAL;
	memcpy(path, prefix, sizeof prefix - 1);
	path += sizeof prefix - 1;
	memcpy(path, name, length + 1);
	if (first && *first == '.')
		for (i = 0; i < length; i++)
			path[i] = path[i] == '.' ? '/' : path[i] == '/' ? '.' : path[i];
	return strstr(path, "..") ? EINVAL : 0;
}

/* words: NAME VALUE…, which are written with one blank between them, in one write. */
static int set_sysctl(char **words, int count)
{
	char path[PATH_MAX];
	char value[1024];
	size_t length = 0;
	int error, fd, i;

	if (count < 2)
		return EINVAL;
	error = sysctl_path(words[0], path);
	for (i = 1; i < count && !error; i++) {
		int n = snprintf(value + length, sizeof value - length, "%s%s",
				 i > 1 ? " " : "", words[i]);

		length += n;
		if (length >= sizeof value)
			error = E2BIG;
	}
	if (error)
		return error;
	fd = open(path, O_WRONLY | O_CLOEXEC);
	if (fd < 0)
		return errno;
	if (write(fd, value, length) < 0)
		error = errno;
	close(fd);
	return error;
}

/* The last line that a program said before it failed. */
static void last_line_of(const char *path, char *line, size_t room)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	off_t size = fd < 0 ? 0 : lseek(fd, 0, SEEK_END);
	off_t from = size > (off_t)room - 1 ? size - (off_t)room + 1 : 0;
	ssize_t n = fd < 0 ? 0 : pread(fd, line, room - 1, from);
	char *start;

	if (fd >= 0)
		close(fd);
	if (n < 0)
		n = 0;
	while (n > 0 && line[n - 1] == '\n')
		n--;
	line[n] = 0;
	start = strrchr(line, '\n');
	if (start)
		memmove(line, start + 1, strlen(start));
}

static int run(char **words, const char **detail)
{
	char said[DETAIL_MAX - 32];
	int status = run_and_wait(words, RUN_OUTPUT);

	if (status == 0)
		return 0;
	if (status == -1)
		return errno;
	last_line_of(RUN_OUTPUT, said, sizeof said);
	snprintf(detail_text, sizeof detail_text, "%s %d%s%s",
		 WIFSIGNALED(status) ? "signal" : "status",
		 WIFSIGNALED(status) ? WTERMSIG(status) : WEXITSTATUS(status),
		 *said ? ": " : "", said);
	*detail = detail_text;
	return EIO;
}

static int act(char **words, int count, const char **detail)
{
	const char *verb = words[0];

	words++;
	count--;
	if (!strcmp(verb, "sysctl"))
		return set_sysctl(words, count);
	if (!strcmp(verb, "link") && count == 2 && !strcmp(words[1], "up"))
		return netlink_link_up(words[0], detail);
	if (!strcmp(verb, "mtu") && count == 2)
		return netlink_mtu(words[0], words[1], detail);
	if (!strcmp(verb, "address") && count == 2)
		return netlink_address(words[0], words[1], detail);
	if (!strcmp(verb, "route") && count >= 3)
		return netlink_route(words, count, detail);
	if (!strcmp(verb, "run") && count >= 1)
		return run(words, detail);
	return EINVAL;
}

/* Splits at blanks, in place; the number of words, and a NULL after the last. */
static int split(char *line, char *words[WORDS_MAX + 1])
{
	char *rest;
	int count = 0;
	char *word = strtok_r(line, " \t", &rest);

	for (; word && count < WORDS_MAX; word = strtok_r(NULL, " \t", &rest))
		words[count++] = word;
	words[count] = NULL;
	return word ? -1 : count;
}

/* 1 when the line failed, which is reported then. */
static int configure_line(uint32_t id, char *line)
{
	static char *words[WORDS_MAX + 1];
	const char *detail = NULL;
	char *whole = strdup(line);
	int count = split(line, words);
	int error = 0;

	if (count < 0)
		error = E2BIG;
	else if (count > 0)
		error = act(words, count, &detail);
	if (error)
		report_failure(id, error, whole ? whole : words[0], detail);
	free(whole);
	return error != 0;
}

void configure(uint32_t id, char *text, size_t length)
{
	char *end = text + length;
	int failures = 0;

	while (text < end) {
		char *next = memchr(text, '\n', end - text);
		char *line = strndup(text, (next ? next : end) - text);

		if (line) {
			failures += configure_line(id, line);
			free(line);
		} else {
			report_failure(id, ENOMEM, "configuration", NULL);
			failures++;
		}
		text = next ? next + 1 : end;
	}
	if (!failures)
		report(REPORT_READY, id, 0, "");
}
