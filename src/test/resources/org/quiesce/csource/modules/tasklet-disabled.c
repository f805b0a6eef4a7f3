/* expected: holds */
#include <linux/kthread.h>
#include <linux/module.h>
#include <linux/interrupt.h>
static struct task_struct *task;
static DECLARE_COMPLETION(done);
static void tick(struct tasklet_struct *t) { complete(&done); }
static DECLARE_TASKLET_DISABLED(tl, tick);
static int worker(void *data)
{
	tasklet_schedule(&tl);
	wait_for_completion(&done);
	while (!kthread_should_stop())
		msleep(100);
	return 0;
}
static int __init pump_init(void)
{
	task = kthread_run(worker, NULL, "pump");
	if (IS_ERR(task))
		return PTR_ERR(task);
	tasklet_enable(&tl);
	return 0;
}
static void __exit pump_exit(void)
{
	kthread_stop(task);
	tasklet_kill(&tl);
}
module_init(pump_init);
module_exit(pump_exit);
MODULE_LICENSE("GPL");
