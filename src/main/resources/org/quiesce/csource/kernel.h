/*
 * Stands for the headers of the kernel when the C of a module is read: what has to be known so that a file can be
 * parsed without them. It is read before each file. Every name is the kernel's, every definition is Quiesce's own, and
 * says no more than what a reader of the module's file needs. Names that begin with quiesce_ tell Quiesce what a macro
 * declares.
 */

/* ---- words that say nothing about control flow */
#define __init
#define __exit
#define __initdata
#define __exitdata
#define __devinit
#define __devexit
#define __ref
#define __refdata
#define __user
#define __kernel
#define __iomem
#define __percpu
#define __rcu
#define __force
#define __must_check
#define __maybe_unused
#define __always_unused
#define __used
#define __cold
#define __hot
#define __weak
#define __packed
#define __aligned(n)
#define __printf(a, b)
#define __section(s)
#define ____cacheline_aligned
#define ____cacheline_aligned_in_smp
#define __read_mostly
#define __ro_after_init
#define __always_inline inline
#define noinline
#define notrace
#define asmlinkage
#define __sched
#define __net_init
#define __net_exit
#define __acquires(x)
#define __releases(x)
#define __must_hold(x)
#define __bitwise
#define __counted_by(m)
#define __private
#define __nocast
#define __cacheline_group_begin(x)
#define __free(x)
#define __bpf_kfunc
#define __ksym
#define __net_initdata
#define __flatten
#define __pure
#define __attribute_const__
#define __no_sanitize_address
#define __nonstring
#define __cpuidle
#define __kprobes
#define __irq_entry
#define __softirq_entry
#define noinstr
#define nokprobe_inline inline
#define fallthrough
#define likely(x) (x)
#define unlikely(x) (x)
#define __inline inline
#define __inline__ inline
#define __volatile__ volatile
#define __typeof__ typeof

/* ---- types */
typedef _Bool bool;
typedef unsigned char u8, __u8, uint8_t;
typedef signed char s8, __s8, int8_t;
typedef unsigned short u16, __u16, uint16_t, __le16, __be16;
typedef short s16, __s16, int16_t;
typedef unsigned int u32, __u32, uint32_t, __le32, __be32, uint, gfp_t, fmode_t, umode_t, dev_t, __poll_t;
typedef int s32, __s32, int32_t, pid_t;
typedef unsigned long long u64, __u64, uint64_t, __le64, __be64, dma_addr_t, phys_addr_t, sector_t, resource_size_t;
typedef long long s64, __s64, int64_t, loff_t, ktime_t, time64_t;
typedef unsigned long size_t, ulong, uintptr_t;
typedef long ssize_t, ptrdiff_t;
typedef unsigned char uchar, blk_status_t, blk_opf_t;
typedef unsigned short ushort;
typedef int irqreturn_t, netdev_tx_t, pci_ers_result_t;
typedef struct { int counter; } atomic_t, atomic_long_t, atomic64_t, refcount_t;
typedef struct wait_queue_head wait_queue_head_t;
typedef struct wait_queue_entry wait_queue_entry_t, wait_queue_t;
typedef struct spinlock spinlock_t;
typedef struct raw_spinlock raw_spinlock_t;
typedef struct rwlock rwlock_t;
typedef struct seqlock seqlock_t;
typedef struct cpumask cpumask_t;
typedef struct pm_message pm_message_t;

/* ---- the build: a module, of the newest kernel that is known unless -D LINUX_VERSION_CODE=... says otherwise */
#define __KERNEL__ 1
#define MODULE 1
#define CONFIG_MODULES 1
#define KERNEL_VERSION(version, patch, level) (((version) << 16) + ((patch) << 8) + (level))
#define LINUX_VERSION_CODE KERNEL_VERSION(6, 18, 0)

#define NULL ((void *)0)
#define true 1
#define false 0

/* ---- accesses */
#define READ_ONCE(x) (x)
#define WRITE_ONCE(x, value) ((x) = (value))
#define ACCESS_ONCE(x) (x)
#define smp_load_acquire(p) (*(p))
#define smp_store_release(p, value) ((*(p)) = (value))
#define smp_store_mb(x, value) ((x) = (value))
#define rcu_dereference(p) (p)
#define rcu_dereference_bh(p) (p)
#define rcu_dereference_raw(p) (p)
#define rcu_dereference_check(p, c) (p)
#define rcu_dereference_protected(p, c) (p)
#define rcu_access_pointer(p) (p)
#define srcu_dereference(p, domain) (p)
#define srcu_dereference_check(p, domain, c) (p)
#define rcu_replace_pointer(p, value, c) xchg(&(p), value)
#define rcu_assign_pointer(p, value) ((p) = (value))
#define RCU_INIT_POINTER(p, value) ((p) = (value))
#define data_race(x) (x)
/* They store to what is named, and not to what it points to. */
#define get_user(x, pointer) get_user(&(x), pointer)
#define __get_user(x, pointer) __get_user(&(x), pointer)

/* ---- objects */
#define DEFINE_MUTEX(name) struct mutex name
#define DEFINE_SPINLOCK(name) spinlock_t name
#define DEFINE_RAW_SPINLOCK(name) raw_spinlock_t name
#define DEFINE_RWLOCK(name) rwlock_t name
#define DECLARE_RWSEM(name) struct rw_semaphore name
#define QUIESCE_SECOND(first, second, ...) second
#define DEFINE_SEMAPHORE(name, ...) struct semaphore name = { .count = QUIESCE_SECOND(name, ##__VA_ARGS__, 1, 1) }
#define DECLARE_COMPLETION(name) struct completion name
#define DECLARE_COMPLETION_ONSTACK(name) struct completion name
#define DECLARE_WAIT_QUEUE_HEAD(name) wait_queue_head_t name
#define DECLARE_WAIT_QUEUE_HEAD_ONSTACK(name) wait_queue_head_t name
#define DEFINE_WAIT(name) struct wait_queue_entry name = { .func = autoremove_wake_function }
#define DECLARE_WAITQUEUE(name, task) struct wait_queue_entry name = { .func = default_wake_function }
#define DEFINE_WAIT_FUNC(name, f) struct wait_queue_entry name = { .func = f }
#define DECLARE_WORK(name, f) struct work_struct name = { .func = f }
#define DECLARE_DELAYED_WORK(name, f) struct delayed_work name = { .func = f }
#define DECLARE_DEFERRABLE_WORK(name, f) struct delayed_work name = { .func = f }
#define DEFINE_KTHREAD_WORK(name, f) struct kthread_work name = { .func = f }
#define DEFINE_KTHREAD_DELAYED_WORK(name, f) struct kthread_delayed_work name = { .func = f }
#define DEFINE_KTHREAD_WORKER(name) struct kthread_worker name = { .initialised = 1 }
#define DEFINE_TIMER(name, f) struct timer_list name = { .function = f }
#define DECLARE_TASKLET(name, f) struct tasklet_struct name = { .callback = f }
#define DECLARE_TASKLET_OLD(name, f) struct tasklet_struct name = { .callback = f }
#define DECLARE_TASKLET_DISABLED(name, f) struct tasklet_struct name = { .callback = f, .disabled = 1 }
#define DECLARE_TASKLET_DISABLED_OLD(name, f) struct tasklet_struct name = { .callback = f, .disabled = 1 }
#define LIST_HEAD(name) struct list_head name
#define HLIST_HEAD(name) struct hlist_head name
#define LLIST_HEAD(name) struct llist_head name
#define DEFINE_PER_CPU(type, name) type name
#define DECLARE_PER_CPU(type, name) extern type name
#define DEFINE_PER_CPU_ALIGNED(type, name) type name
#define DEFINE_SRCU(name) struct srcu_struct name
#define DEFINE_STATIC_SRCU(name) static struct srcu_struct name
#define DEFINE_IDA(name) struct ida name
#define DEFINE_IDR(name) struct idr name
#define DECLARE_BITMAP(name, bits) unsigned long name[1]

/* ---- the module */
/* What is built in may have several init functions, which run in the order of their levels (include/linux/init.h). */
#define early_initcall(f) static void *quiesce_init_00_ ## f = f;
#define pure_initcall(f) static void *quiesce_init_01_ ## f = f;
#define core_initcall(f) static void *quiesce_init_02_ ## f = f;
#define core_initcall_sync(f) static void *quiesce_init_03_ ## f = f;
#define postcore_initcall(f) static void *quiesce_init_04_ ## f = f;
#define postcore_initcall_sync(f) static void *quiesce_init_05_ ## f = f;
#define arch_initcall(f) static void *quiesce_init_06_ ## f = f;
#define arch_initcall_sync(f) static void *quiesce_init_07_ ## f = f;
#define subsys_initcall(f) static void *quiesce_init_08_ ## f = f;
#define subsys_initcall_sync(f) static void *quiesce_init_09_ ## f = f;
#define fs_initcall(f) static void *quiesce_init_10_ ## f = f;
#define fs_initcall_sync(f) static void *quiesce_init_11_ ## f = f;
#define rootfs_initcall(f) static void *quiesce_init_12_ ## f = f;
#define device_initcall(f) static void *quiesce_init_13_ ## f = f;
#define device_initcall_sync(f) static void *quiesce_init_14_ ## f = f;
#define late_initcall(f) static void *quiesce_init_15_ ## f = f;
#define late_initcall_sync(f) static void *quiesce_init_16_ ## f = f;
#define __initcall(f) device_initcall(f)
#define console_initcall(f) early_initcall(f)
#define machine_early_initcall(machine, f) early_initcall(f)
#define machine_core_initcall(machine, f) core_initcall(f)
#define machine_postcore_initcall(machine, f) postcore_initcall(f)
#define machine_arch_initcall(machine, f) arch_initcall(f)
#define machine_subsys_initcall(machine, f) subsys_initcall(f)
#define machine_fs_initcall(machine, f) fs_initcall(f)
#define machine_device_initcall(machine, f) device_initcall(f)
#define machine_late_initcall(machine, f) late_initcall(f)
#define module_init(f) device_initcall(f)
#define module_exit(f) static void *quiesce_exit = f;
#define __setup(text, f) extern int quiesce_nothing
#define early_param(text, f) extern int quiesce_nothing
#define EXPORT_SYMBOL_NS(name, space) extern int quiesce_nothing
#define EXPORT_SYMBOL_NS_GPL(name, space) extern int quiesce_nothing
#define EXPORT_SYMBOL_FOR_MODULES(name, modules) extern int quiesce_nothing
#define EXPORT_PER_CPU_SYMBOL(name) extern int quiesce_nothing
#define EXPORT_PER_CPU_SYMBOL_GPL(name) extern int quiesce_nothing
#define EXPORT_TRACEPOINT_SYMBOL(name) extern int quiesce_nothing
#define EXPORT_TRACEPOINT_SYMBOL_GPL(name) extern int quiesce_nothing
#define MODULE_ALIAS_FS(name) extern int quiesce_nothing
#define MODULE_ALIAS_BLOCKDEV_MAJOR(major) extern int quiesce_nothing
#define MODULE_ALIAS_CHARDEV_MAJOR(major) extern int quiesce_nothing
#define MODULE_ALIAS_CHARDEV(major, minor) extern int quiesce_nothing
#define MODULE_ALIAS_MISCDEV(minor) extern int quiesce_nothing
#define MODULE_ALIAS_NETPROTO(protocol) extern int quiesce_nothing
#define MODULE_ALIAS_NET_PF_PROTO(family, protocol) extern int quiesce_nothing
#define module_param_hw(name, type, what, mode) extern int quiesce_nothing
#define module_param_hw_array(name, type, what, count, mode) extern int quiesce_nothing
#define module_param_array_named(parameter, name, type, count, mode) extern int quiesce_nothing
#define module_param_call(name, set, get, argument, mode) extern int quiesce_nothing
#define module_param_unsafe(name, type, mode) static void *quiesce_parameter_ ## name = &name
#define module_param_named_unsafe(parameter, name, type, mode) static void *quiesce_parameter_ ## parameter = &name
#define late_param_cb(name, ops, argument, mode) extern int quiesce_nothing
#define MODULE_LICENSE(text) static const char *quiesce_license = text
#define MODULE_AUTHOR(text) extern int quiesce_nothing
#define MODULE_VERSION(text) extern int quiesce_nothing
#define MODULE_ALIAS(text) extern int quiesce_nothing
#define MODULE_INFO(tag, text) extern int quiesce_nothing
#define MODULE_FIRMWARE(text) extern int quiesce_nothing
#define MODULE_SOFTDEP(text) extern int quiesce_nothing
#define MODULE_IMPORT_NS(name) extern int quiesce_nothing
#define MODULE_DEVICE_TABLE(bus, table) extern int quiesce_nothing
#define MODULE_PARM_DESC(name, text) extern int quiesce_nothing
#define MODULE_DESCRIPTION(text) static const char *quiesce_description = text
#define EXPORT_SYMBOL(name) extern int quiesce_nothing
#define EXPORT_SYMBOL_GPL(name) extern int quiesce_nothing
#define module_param(name, type, mode) static void *quiesce_parameter_ ## name = &name
#define module_param_named(parameter, name, type, mode) static void *quiesce_parameter_ ## parameter = &name
#define torture_param(type, name, value, text) static type name = value
#define core_param(parameter, name, type, mode) static void *quiesce_parameter_ ## parameter = &name
#define module_param_cb(name, ops, argument, mode) static const void *quiesce_callback_ ## name = ops

/* ---- drivers: the macros that register one when the module is loaded, and unregister it when it is unloaded */
#define module_driver(driver, ...) static void *quiesce_driver_ ## driver = &driver;
#define module_platform_driver(driver) static void *quiesce_driver_ ## driver = &driver;
#define module_platform_driver_probe(driver, f) static void *quiesce_driver_ ## driver = &driver
#define builtin_driver(driver, ...) static void *quiesce_builtin_ ## driver = &driver, *quiesce_driver_ ## driver = &driver;
#define builtin_platform_driver(driver) builtin_driver(driver)
#define builtin_pci_driver(driver) builtin_driver(driver)
#define builtin_i2c_driver(driver) builtin_driver(driver)
#define module_pci_driver(driver) static void *quiesce_driver_ ## driver = &driver;
#define module_usb_driver(driver) static void *quiesce_driver_ ## driver = &driver;
#define module_i2c_driver(driver) static void *quiesce_driver_ ## driver = &driver;
#define module_spi_driver(driver) static void *quiesce_driver_ ## driver = &driver;
#define module_hid_driver(driver) static void *quiesce_driver_ ## driver = &driver;
#define module_serdev_device_driver(driver) static void *quiesce_driver_ ## driver = &driver;
#define module_virtio_driver(driver) static void *quiesce_driver_ ## driver = &driver;
#define module_misc_device(device) static void *quiesce_nobody_ ## device = &device

/* ---- what is written beside a string, and declares a variable for sysfs */
#define KERN_EMERG ""
#define KERN_ALERT ""
#define KERN_CRIT ""
#define KERN_ERR ""
#define KERN_WARNING ""
#define KERN_NOTICE ""
#define KERN_INFO ""
#define KERN_DEBUG ""
#define KERN_CONT ""
#define FW_BUG ""
#define FW_WARN ""
#define FW_INFO ""
#define HW_ERR ""
#define KBUILD_MODNAME "module"
#define pr_fmt(format) format
#define DEVICE_ATTR(name, mode, s, t) struct device_attribute dev_attr_ ## name = { .show = s, .store = t }
#define DEVICE_ATTR_RW(name) struct device_attribute dev_attr_ ## name = { .show = name ## _show, .store = name ## _store }
#define DEVICE_ATTR_RO(name) struct device_attribute dev_attr_ ## name = { .show = name ## _show }
#define DEVICE_ATTR_WO(name) struct device_attribute dev_attr_ ## name = { .store = name ## _store }
#define DRIVER_ATTR_RW(name) struct driver_attribute driver_attr_ ## name = { .show = name ## _show, .store = name ## _store }
#define DRIVER_ATTR_WO(name) struct driver_attribute driver_attr_ ## name = { .store = name ## _store }
#define DRIVER_ATTR_RO(name) struct driver_attribute driver_attr_ ## name = { .show = name ## _show }
#define SENSOR_DEVICE_ATTR(name, mode, s, t, index) struct sensor_device_attribute sensor_dev_attr_ ## name = { .show = s, .store = t }
#define SENSOR_DEVICE_ATTR_RW(name, f, index) struct sensor_device_attribute sensor_dev_attr_ ## name = { .show = f ## _show, .store = f ## _store }
#define SENSOR_DEVICE_ATTR_RO(name, f, index) struct sensor_device_attribute sensor_dev_attr_ ## name = { .show = f ## _show }
#define SENSOR_DEVICE_ATTR_WO(name, f, index) struct sensor_device_attribute sensor_dev_attr_ ## name = { .store = f ## _store }
#define IIO_DEVICE_ATTR(name, mode, s, t, address) struct iio_dev_attr iio_dev_attr_ ## name = { .show = s, .store = t }
#define __ATTR(name, mode, s, t) { .show = s, .store = t }
#define __ATTR_RW(name) { .show = name ## _show, .store = name ## _store }
#define __ATTR_RO(name) { .show = name ## _show }
#define __ATTR_WO(name) { .store = name ## _store }
#define DEVICE_ULONG_ATTR(name, mode, variable) struct dev_ext_attribute dev_attr_ ## name
#define DEVICE_INT_ATTR(name, mode, variable) struct dev_ext_attribute dev_attr_ ## name
#define DEVICE_BOOL_ATTR(name, mode, variable) struct dev_ext_attribute dev_attr_ ## name
#define ATTRIBUTE_GROUPS(name) struct attribute_group name ## _group = { .attrs = name ## _attrs }; \
	static const struct attribute_group *name ## _groups[] = { &name ## _group, NULL }
#define DEFINE_SIMPLE_ATTRIBUTE(name, get, set, format) struct file_operations name = { .owner = THIS_MODULE, .read = get, .write = set }
#define DEFINE_DEBUGFS_ATTRIBUTE(name, get, set, format) DEFINE_SIMPLE_ATTRIBUTE(name, get, set, format)
#define DEFINE_SHOW_ATTRIBUTE(name) struct file_operations name ## _fops = { .owner = THIS_MODULE, .read = name ## _show }
#define DEFINE_PROC_SHOW_ATTRIBUTE(name) struct proc_ops name ## _proc_ops = { .proc_read = name ## _show }
#define SET_SYSTEM_SLEEP_PM_OPS(s, r) .suspend = s, .resume = r,
#define SYSTEM_SLEEP_PM_OPS(s, r) .suspend = s, .resume = r,
#define SET_LATE_SYSTEM_SLEEP_PM_OPS(s, r) .suspend_late = s, .resume_early = r,
#define LATE_SYSTEM_SLEEP_PM_OPS(s, r) .suspend_late = s, .resume_early = r,
#define SET_NOIRQ_SYSTEM_SLEEP_PM_OPS(s, r) .suspend_noirq = s, .resume_noirq = r,
#define NOIRQ_SYSTEM_SLEEP_PM_OPS(s, r) .suspend_noirq = s, .resume_noirq = r,
#define SET_RUNTIME_PM_OPS(s, r, i) .runtime_suspend = s, .runtime_resume = r, .runtime_idle = i,
#define RUNTIME_PM_OPS(s, r, i) .runtime_suspend = s, .runtime_resume = r, .runtime_idle = i,
#define SIMPLE_DEV_PM_OPS(name, s, r) struct dev_pm_ops name = { .suspend = s, .resume = r }
#define DEFINE_SIMPLE_DEV_PM_OPS(name, s, r) struct dev_pm_ops name = { .suspend = s, .resume = r }
#define pm_ptr(pointer) pointer
#define pm_sleep_ptr(pointer) pointer
#define module_param_array(name, type, count, mode) extern int quiesce_nothing
#define module_param_string(name, string, length, mode) extern int quiesce_nothing
#define noinline_for_stack
#define __latent_entropy
#define __meminit
#define __meminitdata
#define __cpuinit
#define __noreturn
#define __randomize_layout
#define __visible
#define __init_or_module
#define __initconst
#define __devinitdata

/* ---- what a header of trace events declares, and what is asserted while it is compiled */
#define TRACE_EVENT(name, ...) extern int quiesce_nothing
#define TRACE_EVENT_CONDITION(name, ...) extern int quiesce_nothing
#define TRACE_EVENT_FN(name, ...) extern int quiesce_nothing
#define DECLARE_EVENT_CLASS(name, ...) extern int quiesce_nothing
#define DEFINE_EVENT(class, name, ...) extern int quiesce_nothing
#define DEFINE_EVENT_PRINT(class, name, ...) extern int quiesce_nothing
#define DEFINE_EVENT_CONDITION(class, name, ...) extern int quiesce_nothing
#define DECLARE_TRACE(name, ...) extern int quiesce_nothing
#define TRACE_DEFINE_ENUM(name) extern int quiesce_nothing
#define static_assert(...) extern int quiesce_nothing
#define va_arg(list, type) ((type) (list))
#define DEVICE_STRING_ATTR_RO(name, mode, variable) struct dev_ext_attribute dev_attr_ ## name
#define kunit_test_suites(...) extern int quiesce_nothing
#define kunit_test_suite(suite) extern int quiesce_nothing
