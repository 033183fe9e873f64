/* SPDX-License-Identifier: MIT */
/* mmap of anonymous memory and of private files; munmap, mremap, mprotect, madvise. */
#include "observe.h"

#include <sys/mman.h>

static int all(const char *bytes, size_t count, char value)
{
	for (size_t i = 0; i < count; i++)
		if (bytes[i] != value) return 0;
	return 1;
}

static char *map(const char *label, void *hint, size_t size, int flags, int fd, off_t offset)
{
	char *where = mmap(hint, size, PROT_READ | PROT_WRITE, flags, fd, offset);
	say("%s: %s", label, where == MAP_FAILED ? errno_name(errno) : "ok");
	return where == MAP_FAILED ? NULL : where;
}

static void anonymous(void)
{
	char *a = map("anonymous", NULL, 65536, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	yes("it is zero", all(a, 65536, 0));
	yes("it begins at a page", (uintptr_t)a % 4096 == 0);
	memset(a, 'a', 65536);
	char *b = map("fixed over its middle", a + 16384, 16384,
		MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED, -1, 0);
	yes("where it was asked", b == a + 16384);
	yes("the middle is zero", all(b, 16384, 0));
	yes("the rest is kept", all(a, 16384, 'a') && all(a + 32768, 32768, 'a'));
	ok("mprotect", mprotect(a, 4096, PROT_READ));
	ok("mprotect back", mprotect(a, 4096, PROT_READ | PROT_WRITE));
	ok("mprotect of half a page", mprotect(a + 100, 4096, PROT_READ));
	ok("madvise DONTNEED", madvise(a, 4096, MADV_DONTNEED));
	yes("it is zero again", all(a, 4096, 0));
	ok("munmap of a part", munmap(a + 16384, 16384));
	ok("munmap of the whole", munmap(a, 65536));
	ok("munmap once more", munmap(a, 65536));
	ok("munmap of half a page", munmap(a + 100, 4096));
	map("nothing", NULL, 0, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	map("neither shared nor private", NULL, 4096, MAP_ANONYMOUS, -1, 0);
	map("fixed within a page", (void *)(uintptr_t)(0x10000000 + 5), 4096,
		MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED, -1, 0);
	map("far too much", NULL, (size_t)-1 / 2 & ~(size_t)4095, MAP_PRIVATE | MAP_ANONYMOUS, -1,
		0);
}

static void files(void)
{
	char text[8] = "";
	int fd = need("open", open("data", O_RDWR | O_CREAT | O_TRUNC, 0600));
	for (int i = 0; i < 3; i++) {
		char page[4096];
		memset(page, 'A' + i, sizeof page);
		need("write", write(fd, page, i < 2 ? 4096 : 100));
	}
	char *whole = map("a file", NULL, 3 * 4096, MAP_PRIVATE, fd, 0);
	yes("its first page", all(whole, 4096, 'A'));
	yes("its last bytes", all(whole + 8192, 100, 'C'));
	yes("zeros behind its end", all(whole + 8292, 4096 - 100, 0));
	whole[0] = 'z';
	pread(fd, text, 1, 0);
	say("a change stays private: '%s' in the file", text);
	char *second = map("its second page", NULL, 4096, MAP_PRIVATE, fd, 4096);
	yes("that page", all(second, 4096, 'B'));
	close(fd);
	yes("it stays when the file is closed", all(second, 4096, 'B'));
	ok("munmap", munmap(whole, 3 * 4096));
	fd = need("open", open("data", O_RDONLY));
	map("private and written, of a file to read", NULL, 4096, MAP_PRIVATE, fd, 0);
	map("an offset within a page", NULL, 4096, MAP_PRIVATE, fd, 100);
	map("a descriptor that is closed", NULL, 4096, MAP_PRIVATE, 99, 0);
	close(fd);
	fd = need("open", open("data", O_WRONLY));
	map("a file that cannot be read", NULL, 4096, MAP_PRIVATE, fd, 0);
	fd = need("open", open(".", O_RDONLY));
	map("a folder", NULL, 4096, MAP_PRIVATE, fd, 0);
}

static void moves(void)
{
	char *a = map("two pages", NULL, 8192, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	memset(a, 'm', 8192);
	char *b = mremap(a, 8192, 1 << 20, MREMAP_MAYMOVE);
	say("mremap to 1 MiB: %s", b == MAP_FAILED ? errno_name(errno) : "ok");
	yes("the bytes are kept, zeros behind", all(b, 8192, 'm') && all(b + 8192, 8192, 0));
	char *c = mremap(b, 1 << 20, 4096, 0);
	yes("mremap to less stays", c == b);
	yes("and keeps its bytes", all(c, 4096, 'm'));
	b = mremap(c, 4096, 0, 0);
	say("mremap to nothing: %s", b == MAP_FAILED ? errno_name(errno) : "ok");
}

int main(void)
{
	anonymous();
	files();
	moves();
	return 0;
}
