/*
 * The thread ends when it is stopped.
 */
#include <linux/kthread.h>
#include <linux/module.h>
#include <linux/sched.h>

static struct task_struct *dpc_task;
static bool unloading;

static int do_dpc(void *data)
{
	for (;;) {
		set_current_state(TASK_INTERRUPTIBLE);
		if (kthread_should_stop())
			break;
		schedule();
	}
	__set_current_state(TASK_RUNNING);
	return 0;
}

static int __init qla2xxx_dpc_init(void)
{
	dpc_task = kthread_run(do_dpc, NULL, "do_dpc");
	if (IS_ERR(dpc_task))
		return PTR_ERR(dpc_task);
	return 0;
}

static void __exit qla2xxx_dpc_exit(void)
{
	unloading = true;
	wake_up_process(dpc_task);
	kthread_stop(dpc_task);
}

module_init(qla2xxx_dpc_init);
module_exit(qla2xxx_dpc_exit);
MODULE_DESCRIPTION("qla2xxx tells one thread in two ways to end");
MODULE_LICENSE("GPL");
