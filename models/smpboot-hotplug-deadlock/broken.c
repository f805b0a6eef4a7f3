/*
 * The threads are unregistered when a CPU goes offline.
 */
#include <linux/cpu.h>
#include <linux/cpuhotplug.h>
#include <linux/module.h>
#include <linux/percpu.h>
#include <linux/smpboot.h>

static DEFINE_PER_CPU(struct task_struct *, task);
static enum cpuhp_state state;

static int should_run(unsigned int cpu)
{
	return 0;
}

static void run(unsigned int cpu)
{
}

static struct smp_hotplug_thread worker_threads = {
	.store = &task,
	.thread_should_run = should_run,
	.thread_fn = run,
	.thread_comm = "worker/%u",
};

/* Called with the lock of CPU hotplug held for writing. */
static int offline(unsigned int cpu)
{
	smpboot_unregister_percpu_thread(&worker_threads);
	return 0;
}

static int __init percpu_init(void)
{
	int ret = smpboot_register_percpu_thread(&worker_threads);

	if (ret)
		return ret;
	state = cpuhp_setup_state_nocalls(CPUHP_AP_ONLINE_DYN, "worker", NULL, offline);
	return 0;
}

static void __exit percpu_exit(void)
{
	cpuhp_remove_state_nocalls(state);
	smpboot_unregister_percpu_thread(&worker_threads);
}

module_init(percpu_init);
module_exit(percpu_exit);
MODULE_DESCRIPTION("The thread of a CPU is stopped while that CPU goes offline");
MODULE_LICENSE("GPL");
