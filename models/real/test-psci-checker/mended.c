/*
 * The thread is parked, then stopped.
 */
#include <linux/completion.h>
#include <linux/kthread.h>
#include <linux/module.h>
#include <linux/sched.h>

static struct task_struct *suspend_task;
static DECLARE_COMPLETION(threads_done);

static int suspend_test_thread(void *data)
{
	complete(&threads_done);
	while (1) {
		set_current_state(TASK_INTERRUPTIBLE);
		if (kthread_should_park())
			break;
		schedule();
	}
	__set_current_state(TASK_RUNNING);
	kthread_parkme();
	return 0;
}

static int __init psci_checker_init(void)
{
	suspend_task = kthread_create_on_cpu(suspend_test_thread, NULL, 0, "suspend_test_thread");
	if (IS_ERR(suspend_task))
		return PTR_ERR(suspend_task);
	kthread_set_per_cpu(suspend_task, 0);
	wake_up_process(suspend_task);
	return 0;
}

static void __exit psci_checker_exit(void)
{
	wait_for_completion(&threads_done);
	kthread_park(suspend_task);
	kthread_stop(suspend_task);
}

module_init(psci_checker_init);
module_exit(psci_checker_exit);
MODULE_DESCRIPTION("psci_checker stops threads of CPUs that are not parked");
MODULE_LICENSE("GPL");
