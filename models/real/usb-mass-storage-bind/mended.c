/*
 * A bind starts a thread if there is none.
 */
#include <linux/completion.h>
#include <linux/kthread.h>
#include <linux/module.h>
#include <linux/sched.h>
#include <linux/spinlock.h>

static struct task_struct *thread_task;
static DEFINE_SPINLOCK(common_lock);
static DECLARE_COMPLETION(thread_notifier);
static bool terminating;

static int fsg_main_thread(void *data)
{
	for (;;) {
		set_current_state(TASK_INTERRUPTIBLE);
		if (terminating)
			break;
		schedule();
	}
	__set_current_state(TASK_RUNNING);
	spin_lock(&common_lock);
	thread_task = NULL;
	spin_unlock(&common_lock);
	kthread_complete_and_exit(&thread_notifier, 0);
}

static int __init mass_storage_bind_init(void)
{
	if (!thread_task) {
		thread_task = kthread_run(fsg_main_thread, NULL, "fsg_main_thread");
		if (IS_ERR(thread_task))
			return PTR_ERR(thread_task);
	}
	if (!thread_task) {
		thread_task = kthread_run(fsg_main_thread, NULL, "fsg_main_thread");
		if (IS_ERR(thread_task))
			return PTR_ERR(thread_task);
	}
	return 0;
}

static void __exit mass_storage_bind_exit(void)
{
	terminating = true;
	spin_lock(&common_lock);
	if (thread_task)
		wake_up_process(thread_task);
	spin_unlock(&common_lock);
	wait_for_completion(&thread_notifier);
}

module_init(mass_storage_bind_init);
module_exit(mass_storage_bind_exit);
MODULE_DESCRIPTION("f_mass_storage starts a thread per configuration");
MODULE_LICENSE("GPL");
