/*
 * The thread leaves a stop where it is.
 */
#include <linux/completion.h>
#include <linux/kthread.h>
#include <linux/module.h>
#include <linux/wait.h>

static struct task_struct *sa_task;
static DECLARE_WAIT_QUEUE_HEAD(sa_wait);
static bool stopping;
static bool entries;
static DECLARE_COMPLETION(stopped);

static int ll_statahead_thread(void *data)
{
	while (!stopping) {
		wait_event_idle(sa_wait, entries || stopping);
		entries = false;
	}
	kthread_complete_and_exit(&stopped, 0);
}

static int readdir(const char *val, const struct kernel_param *kp)
{
	entries = true;
	wake_up(&sa_wait);
	return 0;
}

static const struct kernel_param_ops readdir_ops = { .set = readdir };
module_param_cb(readdir, &readdir_ops, NULL, 0200);

static int __init statahead_start_init(void)
{
	sa_task = kthread_run(ll_statahead_thread, NULL, "ll_statahead_thread");
	if (IS_ERR(sa_task))
		return PTR_ERR(sa_task);
	return 0;
}

static void __exit statahead_start_exit(void)
{
	stopping = true;
	wake_up(&sa_wait);
	wait_for_completion(&stopped);
}

module_init(statahead_start_init);
module_exit(statahead_start_exit);
MODULE_DESCRIPTION("A statahead thread overwrites its stop");
MODULE_LICENSE("GPL");
