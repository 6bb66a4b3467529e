/* A driver that computes nothing: device memory is host memory, launches are counted. MOCK_MEMORY bounds what may be allocated. */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef int R;
enum { OK = 0, OUT_OF_MEMORY = 2 };

static size_t limit = (size_t)1 << 30, used;
static int launches;

/* For the test. */
void mockLimit(uint64_t bytes) { limit = bytes; }
int mockLaunches(void) { return launches; }

R cuInit(unsigned flags) { return OK; }
R cuDriverGetVersion(int *version) { *version = 13000; return OK; }
R cuDeviceGetCount(int *count) { *count = 1; return OK; }
R cuDeviceGet(int *device, int ordinal) { *device = ordinal; return OK; }
R cuDeviceGetName(char *name, int length, int device) { snprintf(name, length, "Mock H200"); return OK; }
R cuDeviceTotalMem_v2(size_t *bytes, int device) { *bytes = (size_t)139 << 30; return OK; }
R cuDeviceGetAttribute(int *value, int attribute, int device)
{
    switch (attribute) {
    case 1: *value = 1024; break;                                  /* threads per block */
    case 2: case 3: *value = 1024; break;                          /* block x, y */
    case 4: *value = 64; break;                                    /* block z */
    case 5: *value = 2147483647; break;                            /* grid x */
    case 6: case 7: *value = 65535; break;                         /* grid y, z */
    case 8: *value = 49152; break;                                 /* shared memory per block */
    case 9: *value = 65536; break;                                 /* constant memory */
    case 10: *value = 32; break;                                   /* warp */
    case 16: *value = 132; break;                                  /* multiprocessors */
    case 39: *value = 2048; break;                                 /* threads per multiprocessor */
    case 75: *value = 9; break;                                    /* compute capability 9.0 */
    case 76: *value = 0; break;
    case 81: *value = 233472; break;                               /* shared memory per multiprocessor */
    default: *value = 1;
    }
    return OK;
}
R cuCtxCreate_v2(void **context, unsigned flags, int device) { *context = malloc(1); return OK; }
R cuCtxDestroy_v2(void *context) { free(context); return OK; }
R cuCtxSetCurrent(void *context) { return OK; }
R cuCtxSynchronize(void) { return OK; }
R cuCtxGetCacheConfig(int *config) { *config = 0; return OK; }
R cuCtxSetCacheConfig(int config) { return OK; }
R cuCtxGetSharedMemConfig(int *config) { *config = 0; return OK; }
R cuCtxSetSharedMemConfig(int config) { return OK; }
R cuDeviceCanAccessPeer(int *can, int device, int peer) { *can = 0; return OK; }
R cuCtxEnablePeerAccess(void *context, unsigned flags) { return OK; }
R cuCtxDisablePeerAccess(void *context) { return OK; }
R cuDeviceGetP2PAttribute(int *value, int attribute, int a, int b) { *value = 0; return OK; }
R cuPointerGetAttribute(void *data, int attribute, uint64_t pointer) { return OK; }
R cuMemGetInfo_v2(size_t *available, size_t *total) { *available = limit - used; *total = limit; return OK; }
R cuMemAlloc_v2(uint64_t *pointer, size_t bytes)
{
    if (used + bytes > limit) return OUT_OF_MEMORY;
    size_t *block = malloc(bytes + 256);
    *block = bytes;
    used += bytes;
    *pointer = (uint64_t)block + 256;
    return OK;
}
R cuMemFree_v2(uint64_t pointer)
{
    if (!pointer) return OK;                                       /* what could not be allocated is freed as well, by a finalizer */
    size_t *block = (size_t *)(pointer - 256);
    used -= *block;
    free(block);
    return OK;
}
R cuMemAllocHost_v2(void **pointer, size_t bytes) { *pointer = malloc(bytes); return OK; }
R cuMemFreeHost(void *pointer) { free(pointer); return OK; }
R cuMemcpyAsync(uint64_t to, uint64_t from, size_t bytes, void *stream) { memmove((void *)to, (void *)from, bytes); return OK; }
R cuMemsetD8Async(uint64_t to, unsigned char value, size_t bytes, void *stream) { memset((void *)to, value, bytes); return OK; }
R cuMemHostRegister_v2(void *pointer, size_t bytes, unsigned flags) { return OK; }
R cuMemHostUnregister(void *pointer) { return OK; }
R cuMemHostGetDevicePointer_v2(uint64_t *device, void *host, unsigned flags) { *device = (uint64_t)host; return OK; }
R cuStreamCreate(void **stream, unsigned flags) { *stream = malloc(1); return OK; }
R cuStreamCreateWithPriority(void **stream, unsigned flags, int priority) { *stream = malloc(1); return OK; }
R cuStreamDestroy_v2(void *stream) { free(stream); return OK; }
R cuStreamSynchronize(void *stream) { return OK; }
R cuGetErrorString(int error, const char **text) { *text = error == OUT_OF_MEMORY ? "out of memory" : "mock error"; return OK; }
R cuModuleLoadData(void **module, const char *ptx) { *module = malloc(1); return OK; }
R cuModuleLoadDataEx(void **module, const char *ptx, unsigned count, void *options, void *values) { *module = malloc(1); return OK; }
R cuModuleUnload(void *module) { free(module); return OK; }
R cuModuleGetFunction(void **function, void *module, const char *name) { *function = module; return OK; }
R cuLaunchKernel(void *function, unsigned gx, unsigned gy, unsigned gz, unsigned bx, unsigned by, unsigned bz, unsigned shared, void *stream,
    void **arguments, void **extra)
{
    launches++;
    return OK;
}
R cuEventCreate(void **event, unsigned flags) { *event = malloc(1); return OK; }
R cuEventDestroy_v2(void *event) { free(event); return OK; }
R cuEventQuery(void *event) { return OK; }
R cuEventElapsedTime(float *milliseconds, void *start, void *end) { *milliseconds = 0; return OK; }
R cuEventRecord(void *event, void *stream) { return OK; }
R cuEventSynchronize(void *event) { return OK; }
