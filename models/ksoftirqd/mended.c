/*
 * The loop of the thread, and its parking while the CPU is offline, are those
 * of the kernel. What is pending stays so until the thread has handled it.
 */
#include <linux/completion.h>
#include <linux/debugfs.h>
#include <linux/module.h>
#include <linux/mutex.h>
#include <linux/percpu.h>
#include <linux/sched.h>
#include <linux/smpboot.h>

static DEFINE_PER_CPU(struct task_struct *, ksoftirqd_task);
static bool pending;
static DECLARE_COMPLETION(done);
static DEFINE_MUTEX(lock);
static struct dentry *file;

static int should_run(unsigned int cpu)
{
	return pending;
}

static void run(unsigned int cpu)
{
	if (pending) {
		pending = false;
		complete(&done);
	}
}

static struct smp_hotplug_thread ksoftirqd_threads = {
	.store = &ksoftirqd_task,
	.thread_should_run = should_run,
	.thread_fn = run,
	.thread_comm = "softirqd/%u",
};

/* Raises a softirq on this CPU. */
static ssize_t request(struct file *f, const char __user *buf, size_t len, loff_t *pos)
{
	struct task_struct *thread;

	mutex_lock(&lock);
	pending = true;
	thread = this_cpu_read(ksoftirqd_task);
	wake_up_process(thread);
	wait_for_completion(&done);
	mutex_unlock(&lock);
	return len;
}

static const struct file_operations request_fops = {
	.owner = THIS_MODULE,
	.write = request,
};

static int __init softirqs_init(void)
{
	int ret = smpboot_register_percpu_thread(&ksoftirqd_threads);

	if (ret)
		return ret;
	file = debugfs_create_file("request", 0200, NULL, NULL, &request_fops);
	return 0;
}

static void __exit softirqs_exit(void)
{
	debugfs_remove(file);
	smpboot_unregister_percpu_thread(&ksoftirqd_threads);
}

module_init(softirqs_init);
module_exit(softirqs_exit);
MODULE_DESCRIPTION("A softirq thread for every CPU");
MODULE_LICENSE("GPL");
