/* Records what a program writes and when it makes it durable: preloaded before libsqlite3 and the program.
   Each record in the journal: kind, path, offset, length, bytes.  Only files under $POWERCUT_ROOT are recorded. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

static int journal = -1;
static char root[512];
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;

__attribute__((constructor)) static void begin(void) {
  const char *to = getenv("POWERCUT_JOURNAL"), *under = getenv("POWERCUT_ROOT");
  if (!to || !under) return;
  snprintf(root, sizeof root, "%s", under);
  journal = syscall(SYS_openat, AT_FDCWD, to, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
}

static int recorded(int fd, char *path, size_t room) {
  char link[64];
  if (journal < 0 || fd == journal) return 0;
  snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
  ssize_t n = readlink(link, path, room - 1);
  if (n <= 0) return 0;
  path[n] = 0;
  return strncmp(path, root, strlen(root)) == 0;
}

static void note(char kind, const char *path, int64_t offset, const void *data, int64_t length) {
  char head[700];
  int n = snprintf(head, sizeof head, "%c %s %lld %lld\n", kind, path, (long long)offset, (long long)length);
  pthread_mutex_lock(&lock);
  syscall(SYS_write, journal, head, n);
  if (data && length) syscall(SYS_write, journal, data, length);
  pthread_mutex_unlock(&lock);
}

#define REAL(name) static __typeof__(name) *real; if (!real) real = (__typeof__(name) *)dlsym(RTLD_NEXT, #name)

ssize_t pwrite64(int fd, const void *data, size_t count, off64_t at) {
  REAL(pwrite64); char path[512];
  ssize_t done = real(fd, data, count, at);
  if (done > 0 && recorded(fd, path, sizeof path)) note('W', path, at, data, done);
  return done;
}

ssize_t pwrite(int fd, const void *data, size_t count, off_t at) {
  REAL(pwrite); char path[512];
  ssize_t done = real(fd, data, count, at);
  if (done > 0 && recorded(fd, path, sizeof path)) note('W', path, at, data, done);
  return done;
}

ssize_t write(int fd, const void *data, size_t count) {
  REAL(write); char path[512];
  int ours = recorded(fd, path, sizeof path);
  off_t at = ours ? lseek(fd, 0, SEEK_CUR) : 0;
  ssize_t done = real(fd, data, count);
  if (done > 0 && ours) note('W', path, at < 0 ? 0 : at, data, done);
  return done;
}

int ftruncate64(int fd, off64_t size) {
  REAL(ftruncate64); char path[512];
  int done = real(fd, size);
  if (!done && recorded(fd, path, sizeof path)) note('T', path, size, 0, 0);
  return done;
}

int ftruncate(int fd, off_t size) {
  REAL(ftruncate); char path[512];
  int done = real(fd, size);
  if (!done && recorded(fd, path, sizeof path)) note('T', path, size, 0, 0);
  return done;
}

int fsync(int fd) {
  REAL(fsync); char path[512];
  int done = real(fd);
  if (!done && recorded(fd, path, sizeof path)) note('S', path, 0, 0, 0);
  return done;
}

int fdatasync(int fd) {
  REAL(fdatasync); char path[512];
  int done = real(fd);
  if (!done && recorded(fd, path, sizeof path)) note('S', path, 0, 0, 0);
  return done;
}
