/* expected: holds */
#include <linux/kthread.h>
#include <linux/module.h>
#include <linux/timer.h>
struct pump { struct kthread_worker *worker; struct kthread_work work; struct timer_list timer; bool quit; };
static struct pump *pump;
static void do_work(struct kthread_work *w)
{
	struct pump *p = container_of(w, struct pump, work);
	if (!READ_ONCE(p->quit))
		mod_timer(&p->timer, jiffies + HZ);
}
static void tick(struct timer_list *t)
{
	struct pump *p = timer_container_of(p, t, timer);
	kthread_queue_work(p->worker, &p->work);
}
static int __init pump_init(void)
{
	pump = kzalloc(sizeof(*pump), GFP_KERNEL);
	if (!pump)
		return -ENOMEM;
	timer_setup(&pump->timer, tick, 0);
	kthread_init_work(&pump->work, do_work);
	pump->worker = kthread_run_worker(0, "pump");
	if (IS_ERR(pump->worker)) {
		int err = PTR_ERR(pump->worker);
		kfree(pump);
		return err;
	}
	mod_timer(&pump->timer, jiffies + HZ);
	return 0;
}
static void __exit pump_exit(void)
{
	timer_shutdown_sync(&pump->timer);
	kthread_destroy_worker(pump->worker);
	kfree(pump);
}
module_init(pump_init);
module_exit(pump_exit);
MODULE_LICENSE("GPL");
