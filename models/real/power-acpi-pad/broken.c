/*
 * The thread moves under the lock of its stopper.
 */
#include <linux/delay.h>
#include <linux/kthread.h>
#include <linux/module.h>
#include <linux/mutex.h>

static struct task_struct *ps_task;
static DEFINE_MUTEX(isolated_cpus_lock);
static bool moved;

static int power_saving_thread(void *data)
{
	while (!kthread_should_stop()) {
		mutex_lock(&isolated_cpus_lock);
		moved = true;
		mutex_unlock(&isolated_cpus_lock);
		msleep(100);
	}
	return 0;
}

static int __init acpi_pad_init(void)
{
	mutex_lock(&isolated_cpus_lock);
	ps_task = kthread_run(power_saving_thread, NULL, "power_saving_thread");
	mutex_unlock(&isolated_cpus_lock);
	if (IS_ERR(ps_task))
		return PTR_ERR(ps_task);
	return 0;
}

static void __exit acpi_pad_exit(void)
{
	mutex_lock(&isolated_cpus_lock);
	kthread_stop(ps_task);
	mutex_unlock(&isolated_cpus_lock);
}

module_init(acpi_pad_init);
module_exit(acpi_pad_exit);
MODULE_DESCRIPTION("acpi_pad stops a thread under a lock that it needs");
MODULE_LICENSE("GPL");
