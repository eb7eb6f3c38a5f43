const texts=JSON.parse(document.getElementById('texts').textContent);
for(const box of document.querySelectorAll('header input'))
  box.addEventListener('change',()=>document.body.classList.toggle(box.name,box.checked));
function show(number){
  const block=texts[number];
  if(!block)return;
  document.querySelectorAll('.chosen').forEach(old=>old.classList.remove('chosen'));
  document.querySelectorAll(`[data-n="${number}"]`).forEach(one=>one.classList.add('chosen'));
  const place=document.getElementById('chosen');
  place.replaceChildren();
  const head=document.createElement('p'),strong=document.createElement('b');
  strong.textContent=`${+number+1} · ${block.kind}`;
  head.append(strong,block.where?` · ${block.where}`:'');
  place.append(head);
  const add=(kind,text)=>{if(text){const one=document.createElement(kind);one.textContent=text;place.append(one)}};
  add('p',block.section);
  add('pre',block.text);
}
addEventListener('click',event=>{const block=event.target.closest('[data-n]');if(block)show(block.dataset.n)});
