/* A disk that fails or forgets, put before the C library by LD_PRELOAD.
 *
 * DISK_FAILS=FILE: while that file is there, fdatasync and fsync return EIO.
 *
 * DISK_FORGETS=TEXT: what is written to a file whose path contains TEXT is kept in memory until the
 * file is synced. So a process that is killed loses what a power cut could take.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <limits.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <stdio.h>
#include <sys/syscall.h>
#include <unistd.h>

struct unsynced {
  struct unsynced *next;
  int fd;
  off_t offset;
  size_t length;
  char bytes[];
};

static struct unsynced *first;
static struct unsynced **last = &first;
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;

static int forgets(int fd) {
  const char *text = getenv("DISK_FORGETS");
  char name[64], path[PATH_MAX];
  if (text == NULL) return 0;
  snprintf(name, sizeof name, "/proc/self/fd/%d", fd);
  ssize_t length = readlink(name, path, sizeof path - 1);
  if (length < 0) return 0;
  path[length] = 0;
  return strstr(path, text) != NULL;
}

/* Takes out what was written to fd, and writes it to the file if it is to be kept. */
static int settle(int fd, int keep) {
  int result = 0;
  pthread_mutex_lock(&lock);
  for (struct unsynced **at = &first; *at != NULL;) {
    struct unsynced *some = *at;
    if (some->fd != fd) {
      at = &some->next;
      continue;
    }
    if (keep && syscall(SYS_pwrite64, fd, some->bytes, some->length, some->offset) !=
                    (ssize_t)some->length) {
      result = -1;
    }
    *at = some->next;
    free(some);
  }
  last = &first;
  while (*last != NULL) last = &(*last)->next;
  pthread_mutex_unlock(&lock);
  return result;
}

static int sync_file(int fd, long call) {
  const char *trigger = getenv("DISK_FAILS");
  if (trigger != NULL && access(trigger, F_OK) == 0) {
    errno = EIO;
    return -1;
  }
  return settle(fd, 1) == 0 ? (int)syscall(call, fd) : -1;
}

int fdatasync(int fd) { return sync_file(fd, SYS_fdatasync); }

int fsync(int fd) { return sync_file(fd, SYS_fsync); }

ssize_t pwrite64(int fd, const void *bytes, size_t length, off64_t offset) {
  if (!forgets(fd)) return syscall(SYS_pwrite64, fd, bytes, length, offset);
  struct unsynced *some = malloc(sizeof *some + length);
  if (some == NULL) return -1;
  *some = (struct unsynced){.fd = fd, .offset = offset, .length = length};
  memcpy(some->bytes, bytes, length);
  pthread_mutex_lock(&lock);
  *last = some;
  last = &some->next;
  pthread_mutex_unlock(&lock);
  return (ssize_t)length;
}

ssize_t pwrite(int fd, const void *bytes, size_t length, off_t offset) {
  return pwrite64(fd, bytes, length, offset);
}

int close(int fd) {
  settle(fd, 0);
  return (int)syscall(SYS_close, fd);
}
